package wire

import (
	"maps"
	"slices"

	"google.golang.org/protobuf/types/known/durationpb"

	"github.com/mixpanel-data/mp/sdk/internal/pb"
	"github.com/mixpanel-data/mp/sdk/storage"
)

func optionsToProto(o storage.Options) *pb.OpenRequest {
	out := &pb.OpenRequest{Location: o.Location, ReadOnly: o.ReadOnly, Settings: o.Settings}
	if o.Wait > 0 {
		out.Wait = durationpb.New(o.Wait)
	}
	return out
}

func optionsFromProto(o *pb.OpenRequest) storage.Options {
	return storage.Options{
		Location: o.GetLocation(),
		ReadOnly: o.GetReadOnly(),
		Wait:     max(0, o.GetWait().AsDuration()),
		Settings: maps.Clone(o.GetSettings()),
	}
}

func metadataToProto(m storage.Metadata) *pb.Metadata {
	return &pb.Metadata{
		FromDate:               m.FromDate,
		ToDate:                 m.ToDate,
		FilterEvents:           m.FilterEvents,
		FilterWhere:            m.FilterWhere,
		FilterCohortId:         m.FilterCohortID,
		FilterOutputProperties: m.FilterOutputProperties,
		FilterGroupId:          m.FilterGroupID,
		FilterBehaviors:        m.FilterBehaviors,
		ProjectId:              m.ProjectID,
		Question:               m.Question,
		Arguments:              m.Arguments,
		AskedAt:                m.AskedAt,
		FilterDistinctIds:      m.FilterDistinctIDs,
		FilterIncludeAllUsers:  m.FilterIncludeAllUsers,
		FiltersMixed:           m.FiltersMixed,
		FilterWorkspaceId:      m.FilterWorkspaceID,
	}
}

func metadataFromProto(m *pb.Metadata) storage.Metadata {
	return storage.Metadata{
		FromDate:               m.GetFromDate(),
		ToDate:                 m.GetToDate(),
		FilterEvents:           slices.Clone(m.GetFilterEvents()),
		FilterWhere:            m.GetFilterWhere(),
		FilterCohortID:         m.GetFilterCohortId(),
		FilterOutputProperties: slices.Clone(m.GetFilterOutputProperties()),
		FilterGroupID:          m.GetFilterGroupId(),
		FilterBehaviors:        m.GetFilterBehaviors(),
		ProjectID:              m.GetProjectId(),
		Question:               m.GetQuestion(),
		Arguments:              m.GetArguments(),
		AskedAt:                m.GetAskedAt(),
		FilterDistinctIDs:      m.GetFilterDistinctIds(),
		FilterIncludeAllUsers:  m.GetFilterIncludeAllUsers(),
		FiltersMixed:           m.GetFiltersMixed(),
		FilterWorkspaceID:      m.GetFilterWorkspaceId(),
	}
}

func tableToProto(t storage.Table) *pb.Table {
	return &pb.Table{
		Name:      t.Name,
		Kind:      tableKinds.number(t.Kind),
		Rows:      t.Rows,
		FetchedAt: timeToProto(t.FetchedAt),
		Metadata:  metadataToProto(t.Metadata),
	}
}

func tableFromProto(t *pb.Table) storage.Table {
	return storage.Table{
		Name:      t.GetName(),
		Kind:      tableKinds.word(t.GetKind()),
		Rows:      t.GetRows(),
		FetchedAt: timeFromProto(t.GetFetchedAt()),
		Metadata:  metadataFromProto(t.GetMetadata()),
	}
}

func columnToProto(c storage.Column) *pb.Column {
	return &pb.Column{Name: c.Name, Type: c.Type, Nullable: c.Nullable, PrimaryKey: c.PrimaryKey, Property: c.Property}
}

func columnFromProto(c *pb.Column) storage.Column {
	return storage.Column{
		Name: c.GetName(), Type: c.GetType(), Nullable: c.GetNullable(), PrimaryKey: c.GetPrimaryKey(), Property: c.GetProperty(),
	}
}

func dayToProto(d storage.Day) *pb.Day {
	return &pb.Day{
		Day:        d.Day,
		Complete:   d.Complete,
		Filter:     d.Filter,
		Received:   d.Received,
		Stored:     d.Stored,
		Duplicates: d.Duplicates,
		Rejected:   d.Rejected,
		FetchedAt:  timeToProto(d.FetchedAt),
	}
}

func dayFromProto(d *pb.Day) storage.Day {
	return storage.Day{
		Day:        d.GetDay(),
		Complete:   d.GetComplete(),
		Filter:     d.GetFilter(),
		Received:   d.GetReceived(),
		Stored:     d.GetStored(),
		Duplicates: d.GetDuplicates(),
		Rejected:   d.GetRejected(),
		FetchedAt:  timeFromProto(d.GetFetchedAt()),
	}
}
