// Package seal encrypts the secrets that are stored in the configuration file.
//
// A sealed value is "age:" and the base64 of an age file (https://age-encryption.org/v1) for one X25519 key. What is
// encrypted holds the secret with the name of its account and field, so that a value that is moved to another account does
// not open there.
//
// The key is made by the first secret that is sealed. It lives in the keyring of the operating system where there is
// one, else in a file beside the configuration that only its owner can read. [Keys] finds it.
package seal
