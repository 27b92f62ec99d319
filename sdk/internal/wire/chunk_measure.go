package wire

import (
	"encoding/binary"
	"fmt"

	"github.com/mixpanel-data/mp/sdk/internal/protocol"
)

// What measure looks at, by the numbers of Arrow's Message.fbs and Schema.fbs. They are part of Arrow's frozen format.
const (
	messageHeaderType, messageHeader, messageBodyLength = 6, 8, 10
	headerSchema, headerDictionary, headerRows          = 1, 2, 3
	schemaEndianness, schemaFields, schemaMetadata      = 4, 6, 8
	fieldName, fieldTypeType, fieldType                 = 4, 8, 10
	fieldChildren, fieldMetadata                        = 14, 16
	typeTimestamp, timestampZone                        = 10, 6
	typeUnion, typeLargeList                            = 14, 21
	pairKey, pairValue                                  = 4, 6
	dictionaryData, dictionaryIsDelta                   = 6, 8
	batchLength, batchNodes, batchBuffers               = 4, 6, 8
	batchCompression, batchVariadic                     = 10, 12
)

// Limits of a schema. The widest Mixpanel projects have some thousand properties.
const (
	maxFields      = 20_000
	maxDepth       = 60
	maxSchemaTexts = protocol.MaxChunk
	maxNodeLength  = 1 << 31
)

// measure looks at the metadata of a message before Arrow reads it and gives the length of the body. Arrow allocates what
// the metadata asks for: a small message can claim terabytes by its lengths, by compressed buffers, or by fields that all
// point to the same children.
func measure(meta []byte) (body int, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = &malformed{fmt.Sprintf("the metadata of a message is damaged: %v", p)}
		}
	}()
	message := flatRoot(meta)
	size := message.int64(messageBodyLength)
	if size < 0 || size > protocol.MaxBatch {
		return 0, &malformed{fmt.Sprintf("a message has %d bytes, more than %d", size, protocol.MaxBatch)}
	}
	header, ok := message.table(messageHeader)
	if !ok {
		return 0, &malformed{"a message has no header"}
	}
	switch kind := message.byte(messageHeaderType); kind {
	case headerSchema:
		return int(size), measureSchema(header)
	case headerDictionary:
		return int(size), measureDictionary(header, size)
	case headerRows:
		return int(size), measureBatch(header, size)
	default:
		return 0, &malformed{fmt.Sprintf("a message is of arrow's type %d, not a schema, a dictionary or rows", kind)}
	}
}

func measureSchema(schema flat) error {
	if schema.byte(schemaEndianness) != 0 {
		return &malformed{"the rows are big-endian"}
	}
	budget := &schemaBudget{}
	budget.metadata(schema, schemaMetadata)
	for field := range schema.tables(schemaFields) {
		if err := budget.field(field, 0); err != nil {
			return err
		}
	}
	return nil
}

// schemaBudget counts what a schema unfolds to.
type schemaBudget struct {
	fields int
	texts  int
}

func (b *schemaBudget) field(field flat, depth int) error {
	b.fields++
	b.text(field, fieldName)
	b.metadata(field, fieldMetadata)
	kind := field.byte(fieldTypeType)
	if zone, ok := field.table(fieldType); ok && kind == typeTimestamp {
		b.text(zone, timestampZone)
	}
	switch {
	case b.fields > maxFields:
		return &malformed{fmt.Sprintf("the schema has more than %d fields", maxFields)}
	case b.texts > maxSchemaTexts:
		return &malformed{fmt.Sprintf("the schema has more than %d bytes of names and metadata", maxSchemaTexts)}
	case depth > maxDepth:
		return &malformed{fmt.Sprintf("the schema is nested deeper than %d", maxDepth)}
	case kind == 0 || kind == typeUnion || kind > typeLargeList:
		return &malformed{fmt.Sprintf("a column is of arrow's type %d, which does not travel between mp and a plugin", kind)}
	}
	for child := range field.tables(fieldChildren) {
		if err := b.field(child, depth+1); err != nil {
			return err
		}
	}
	return nil
}

func (b *schemaBudget) metadata(owner flat, slot int) {
	for pair := range owner.tables(slot) {
		b.text(pair, pairKey)
		b.text(pair, pairValue)
		// The pair itself takes memory, and thousands may be the same one.
		if b.texts += 32; b.texts > maxSchemaTexts {
			return
		}
	}
}

func (b *schemaBudget) text(owner flat, slot int) {
	text, _ := owner.vector(slot, 1)
	b.texts += len(text)
}

func measureDictionary(dictionary flat, body int64) error {
	if dictionary.byte(dictionaryIsDelta) != 0 {
		return &malformed{"a dictionary is sent as a delta"}
	}
	batch, ok := dictionary.table(dictionaryData)
	if !ok {
		return &malformed{"a dictionary has no values"}
	}
	return measureBatch(batch, body)
}

func measureBatch(batch flat, body int64) error {
	if rows := batch.int64(batchLength); rows < 0 || rows > protocol.MaxBatchRows {
		return &malformed{fmt.Sprintf("a batch has %d rows, more than %d", rows, protocol.MaxBatchRows)}
	}
	if batch.has(batchCompression) {
		return &malformed{"a batch is compressed"}
	}
	if counts, _ := batch.vector(batchVariadic, 8); len(counts) > 0 {
		return &malformed{"a batch holds views"}
	}
	nodes, _ := batch.vector(batchNodes, 16)
	for i := 0; i < len(nodes); i += 16 {
		length, nulls := int64At(nodes, i), int64At(nodes, i+8)
		if length < 0 || length > maxNodeLength || nulls < 0 || nulls > length {
			return &malformed{fmt.Sprintf("a column claims %d values, %d of them null", length, nulls)}
		}
	}
	buffers, _ := batch.vector(batchBuffers, 16)
	for i := 0; i < len(buffers); i += 16 {
		offset, length := int64At(buffers, i), int64At(buffers, i+8)
		if offset < 0 || length < 0 || offset > body || length > body-offset {
			return &malformed{"a column lies outside of its batch"}
		}
	}
	return nil
}

func int64At(data []byte, at int) int64 {
	return int64(binary.LittleEndian.Uint64(data[at:])) //nolint:gosec // the same bits, signed
}
