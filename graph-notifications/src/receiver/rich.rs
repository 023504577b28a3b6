use std::{future::poll_fn, mem, task::Poll, time::SystemTime};

use super::{
    received::Received,
    receiver::Accepted,
    rejection::{Part, Rejection},
};
use crate::{
    content::DecryptionKeys,
    json::string,
    reason::Reason,
    token::{KeyCache, TokenValidator},
};

/// What encrypted items need.
#[derive(Debug)]
pub(super) struct Rich {
    pub(super) keys: DecryptionKeys,
    pub(super) validator: TokenValidator,
    pub(super) cache: KeyCache,
}

impl Rich {
    /// Decrypts the items that are encrypted, if a valid token is of their tenant.
    ///
    /// Call this only if there is such an item and its `clientState` was accepted, so that nobody else can make the
    /// receiver fetch keys and check signatures.
    pub(super) async fn open(
        &self,
        accepted: Vec<Accepted<'_>>,
        tokens: &[&str],
        token_size: usize,
        now: SystemTime,
        mut rejections: Vec<Rejection>,
    ) -> Received {
        let mut tenants: Vec<String> = Vec::new();
        let mut are_keys_unavailable = false;
        for (at, token) in tokens.iter().enumerate() {
            let token = string(token).filter(|token| token.len() <= token_size);
            let tenant = match token {
                Some(token) => self.validator.validate(&token, &self.cache, now).await,
                None => Err(Reason::TokenMalformed),
            };
            match tenant {
                Ok(tenant) => tenants.push(tenant),
                Err(reason) => {
                    let is_unavailable = reason == Reason::KeysUnavailable;
                    are_keys_unavailable |= is_unavailable;
                    let details = if is_unavailable { self.cache.last_error() } else { None };
                    rejections.push(Rejection { details, ..Rejection::new(Part::Token(at), reason) });
                }
            }
        }
        let mut notifications = Vec::with_capacity(accepted.len());
        for mut item in accepted {
            let Some(encrypted) = item.encrypted else {
                notifications.push(item.notification);
                continue;
            };
            let has_token = item
                .notification
                .tenant_id()
                .is_some_and(|tenant| tenants.iter().any(|valid| valid.eq_ignore_ascii_case(tenant)));
            let content = match (has_token, are_keys_unavailable) {
                (true, _) => self.keys.decrypt(encrypted),
                (false, true) => return Received::unavailable(rejections),
                (false, false) => Err(Reason::NoToken),
            };
            match content {
                Ok(content) => {
                    item.notification.set_content(content);
                    notifications.push(item.notification);
                }
                Err(reason) => rejections.push(item.refused(reason)),
            }
            yield_now().await;
        }
        Received::accepted(notifications, rejections)
    }
}

/// Lets the executor run other tasks, since decrypting an item takes milliseconds.
async fn yield_now() {
    let mut has_yielded = false;
    poll_fn(|context| {
        if mem::replace(&mut has_yielded, true) {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}
