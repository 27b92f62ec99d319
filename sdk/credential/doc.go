// Package credential is the contract of credential plugins: who you are to Mixpanel, and where that is kept.
//
// A plugin author implements [Provider], and may add [Accounts] (it can list what it has) and [AccountStore] (it can
// change it). The optional powers are declared to the host, so a host asks only for what is there.
//
// [Credentials] are validated when they are made and cannot be changed; a [Secret] shows itself as *** through every
// door but Reveal. [AccountInfo] never carries a secret.
//
// # How the host asks
//
// The host asks providers in the user's order. A provider that has nothing for the request answers
// [mperr.CredentialsNotConfigured] and the next one is asked; any other error stops the chain, so that a broken
// provider never silently yields to a lower one.
package credential
