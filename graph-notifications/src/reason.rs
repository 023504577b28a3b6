use std::fmt;

/// Why a part of a request was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Reason {
    /// The request is not a `POST`.
    Method,
    /// The body is larger than [`Limits::body_size`](crate::Limits::body_size).
    BodyTooLarge,
    /// There are more items than [`Limits::items`](crate::Limits::items).
    TooManyItems,
    /// There are more tokens than [`Limits::tokens`](crate::Limits::tokens).
    TooManyTokens,
    /// The `validationToken` of a handshake is missing, repeated, or not UTF-8.
    Handshake,
    /// The `validationToken` of a handshake is larger than [`Limits::handshake_size`](crate::Limits::handshake_size).
    HandshakeTooLarge,
    /// The body or the item does not have the documented form.
    Malformed,
    /// Event Hubs checks the connection with an item whose subscription is `NA`. It is not a notification.
    ConnectionCheck,
    /// The `clientState` is missing or unknown.
    ClientState,
    /// The item is encrypted, and the receiver has no keys, or the feature `rich` is disabled.
    NotExpected,
    /// The item is encrypted, and no valid token is of its tenant.
    NoToken,
    /// The item is encrypted for a certificate whose key the receiver does not have.
    UnknownCertificate,
    /// The item cannot be decrypted: the key, the signature, the encryption or the content is wrong.
    Undecryptable,
    /// The token is not a signed JWT, or larger than [`Limits::token_size`](crate::Limits::token_size).
    TokenMalformed,
    /// The token is not signed with `RS256`.
    TokenAlgorithm,
    /// The token names a signing key that does not exist.
    TokenUnknownKey,
    /// The signature of the token is wrong, or its signing key is for another issuer.
    TokenSignature,
    /// The token has expired.
    TokenExpired,
    /// The token is not valid yet.
    TokenNotYetValid,
    /// The token is not for one of the applications.
    TokenAudience,
    /// The token is not from the issuer of its tenant in this cloud.
    TokenIssuer,
    /// The token was not requested by the publisher of change notifications.
    TokenPublisher,
    /// The signing keys cannot be fetched now. The response is 503, so that Graph sends the request again.
    KeysUnavailable,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Method => "the request is not a POST",
            Self::BodyTooLarge => "the body is larger than `Limits::body_size`",
            Self::TooManyItems => "there are more items than `Limits::items`",
            Self::TooManyTokens => "there are more tokens than `Limits::tokens`",
            Self::Handshake => "the validation token of the handshake is missing, repeated or not UTF-8",
            Self::HandshakeTooLarge => "the validation token is larger than `Limits::handshake_size`",
            Self::Malformed => "it is not a change notification",
            Self::ConnectionCheck => "it is a connection check of Event Hubs",
            Self::ClientState => "the client state is missing or unknown",
            Self::NotExpected => {
                "it is encrypted; enable the feature `rich`, and set `ReceiverBuilder::key` and `tokens`"
            }
            Self::NoToken => "no valid token is of its tenant",
            Self::UnknownCertificate => "it is encrypted for an unknown certificate; set `ReceiverBuilder::key`",
            Self::Undecryptable => "it cannot be decrypted",
            Self::TokenMalformed => "the token is not a signed JWT, or larger than `Limits::token_size`",
            Self::TokenAlgorithm => "the token is not signed with RS256",
            Self::TokenUnknownKey => "the signing key of the token is unknown",
            Self::TokenSignature => "the signature of the token is wrong",
            Self::TokenExpired => "the token has expired",
            Self::TokenNotYetValid => "the token is not valid yet",
            Self::TokenAudience => "the token is for another application",
            Self::TokenIssuer => "the token is from another issuer",
            Self::TokenPublisher => "the token is not from the publisher of change notifications",
            Self::KeysUnavailable => "the signing keys cannot be fetched now",
        })
    }
}
