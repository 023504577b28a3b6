use std::{error::Error as StdError, fmt};

use secrecy::SecretString;

use super::{
    client_states::{ClientStates, MAX_LENGTH},
    limits::Limits,
    receiver::Receiver,
};
#[cfg(feature = "rich")]
use crate::{
    content::{DecryptionKeys, KeyProblem},
    token::{KeyCache, KeySource, TokenValidator},
};

/// The settings of a [`Receiver`].
#[derive(Debug, Default)]
#[must_use]
pub struct ReceiverBuilder {
    client_states: ClientStates,
    any_client_state: bool,
    limits: Limits,
    problem: Option<BuildErrorKind>,
    #[cfg(feature = "rich")]
    keys: DecryptionKeys,
    #[cfg(feature = "rich")]
    tokens: Option<(TokenValidator, KeyCache)>,
}

impl ReceiverBuilder {
    /// Accepts items with this `clientState`, the secret that subscriptions are created with.
    ///
    /// It can be called several times, for several subscriptions or while a secret is replaced. All are compared in
    /// constant time. A `clientState` has 1 to 255 bytes.
    pub fn client_state(mut self, secret: impl Into<SecretString>) -> Self {
        if !self.client_states.add(secret.into()) {
            self.note(BuildErrorKind::ClientState);
        }
        self
    }

    /// Accepts items without a `clientState`, and with any.
    ///
    /// Then nothing proves that an item which is not encrypted comes from Graph.
    pub fn any_client_state(mut self) -> Self {
        self.any_client_state = true;
        self
    }

    /// Sets the limits.
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Adds the private key of the certificate that subscriptions were created with, by its
    /// `encryptionCertificateId`.
    ///
    /// `pem` is PKCS #8 or PKCS #1; keys have 2048 to 8192 bits. Add the old and the new key while a certificate is
    /// replaced: a subscription uses the old one until it is updated.
    #[cfg(feature = "rich")]
    #[cfg_attr(docsrs, doc(cfg(feature = "rich")))]
    pub fn key(mut self, certificate_id: impl Into<String>, pem: &str) -> Self {
        if let Err(problem) = self.keys.add(certificate_id.into(), pem) {
            self.note(match problem {
                KeyProblem::Invalid => BuildErrorKind::Key,
                KeyProblem::Size => BuildErrorKind::KeySize,
                KeyProblem::Duplicate => BuildErrorKind::DuplicateKey,
            });
        }
        self
    }

    /// Sets how the tokens of encrypted items are validated, and where the keys that sign them come from.
    #[cfg(feature = "rich")]
    #[cfg_attr(docsrs, doc(cfg(feature = "rich")))]
    pub fn tokens(mut self, validator: TokenValidator, keys: impl KeySource + 'static) -> Self {
        self.tokens = Some((validator, KeyCache::new(Box::new(keys))));
        self
    }

    /// Builds the receiver.
    ///
    /// # Errors
    ///
    /// If there is neither a `clientState` nor [`any_client_state`](Self::any_client_state), a `clientState` or a key
    /// is not valid, or keys are set without tokens or tokens without keys.
    pub fn build(self) -> Result<Receiver, BuildError> {
        if let Some(kind) = self.problem {
            return Err(BuildError { kind });
        }
        if self.client_states.is_empty() && !self.any_client_state {
            return Err(BuildError { kind: BuildErrorKind::NoClientState });
        }
        #[cfg(feature = "rich")]
        if self.keys.is_empty() != self.tokens.is_none() {
            let kind = if self.keys.is_empty() { BuildErrorKind::NoKeys } else { BuildErrorKind::NoTokens };
            return Err(BuildError { kind });
        }
        Ok(Receiver {
            client_states: (!self.any_client_state).then_some(self.client_states),
            limits: self.limits,
            #[cfg(feature = "rich")]
            rich: self.tokens.map(|(validator, cache)| super::rich::Rich { keys: self.keys, validator, cache }),
        })
    }

    fn note(&mut self, kind: BuildErrorKind) {
        self.problem.get_or_insert(kind);
    }
}

/// An error of [`ReceiverBuilder::build`].
#[derive(Debug)]
pub struct BuildError {
    kind: BuildErrorKind,
}

#[derive(Clone, Copy, Debug)]
enum BuildErrorKind {
    NoClientState,
    ClientState,
    #[cfg(feature = "rich")]
    Key,
    #[cfg(feature = "rich")]
    KeySize,
    #[cfg(feature = "rich")]
    DuplicateKey,
    #[cfg(feature = "rich")]
    NoKeys,
    #[cfg(feature = "rich")]
    NoTokens,
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            BuildErrorKind::NoClientState => f.write_str(
                "the receiver has no client state, so that it would accept forged notifications; set `client_state`",
            ),
            BuildErrorKind::ClientState => write!(f, "a client state has 1 to {MAX_LENGTH} bytes"),
            #[cfg(feature = "rich")]
            BuildErrorKind::Key => f.write_str("a key is not an RSA private key in PEM; use PKCS #8 or PKCS #1"),
            #[cfg(feature = "rich")]
            BuildErrorKind::KeySize => f.write_str("a key has less than 2048 bits; use a larger one"),
            #[cfg(feature = "rich")]
            BuildErrorKind::DuplicateKey => f.write_str("two keys have the same certificate id; use different ids"),
            #[cfg(feature = "rich")]
            BuildErrorKind::NoKeys => f.write_str("the receiver validates tokens, but cannot decrypt; set `key`"),
            #[cfg(feature = "rich")]
            BuildErrorKind::NoTokens => f.write_str("the receiver can decrypt, but validates no tokens; set `tokens`"),
        }
    }
}

impl StdError for BuildError {}
