use super::{
    event::{ChangeType, Event, LifecycleEvent},
    notification::Notification,
};
use crate::json::{members, string};

/// The longest id of a subscription or tenant in bytes; Graph's have 36.
const MAX_ID: usize = 128;

/// A notification as it was received, with what proves that it is genuine.
pub(crate) struct Item<'a> {
    pub(crate) notification: Notification,
    pub(crate) client_state: Option<String>,
    /// `encryptedContent` as JSON text.
    pub(crate) encrypted: Option<&'a str>,
}

impl<'a> Item<'a> {
    /// Reads an item; `None` if it does not have the documented form.
    pub(crate) fn read(json: &'a str) -> Option<Self> {
        let [id, subscription, expiration, client_state, change, lifecycle, resource, data, encrypted, tenant] =
            members(
                json,
                [
                    "id",
                    "subscriptionId",
                    "subscriptionExpirationDateTime",
                    "clientState",
                    "changeType",
                    "lifecycleEvent",
                    "resource",
                    "resourceData",
                    "encryptedContent",
                    "tenantId",
                ],
            )
            .ok()?;
        let event = match (optional(change)?, optional(lifecycle)?) {
            (Some(name), None) => Event::Change(ChangeType::new(&name)),
            (None, Some(name)) => Event::Lifecycle(LifecycleEvent::new(&name)),
            _ => return None,
        };
        let is_id = |id: &String| (1..=MAX_ID).contains(&id.len());
        let tenant_id = match optional(tenant)? {
            Some(id) => Some(id).filter(is_id).map(Some)?,
            None => None,
        };
        let expiration = match optional(expiration)? {
            Some(text) => Some(text.parse().ok()?),
            None => None,
        };
        Some(Self {
            notification: Notification {
                id: optional(id)?,
                subscription_id: optional(subscription)?.filter(is_id)?,
                subscription_expiration: expiration,
                tenant_id,
                event,
                resource: optional(resource)?,
                data: data.map(Box::from),
                content: None,
            },
            client_state: optional(client_state)?,
            encrypted,
        })
    }
}

/// Returns the text of an optional string; `None` if there is another value.
fn optional(json: Option<&str>) -> Option<Option<String>> {
    match json {
        Some(json) => string(json).map(Some),
        None => Some(None),
    }
}

#[cfg(test)]
mod tests {
    use super::Item;
    use crate::{ChangeType, Event, LifecycleEvent};

    #[test]
    fn items_are_changes_or_lifecycle_events() {
        for (json, event) in [
            (r#"{"subscriptionId": "s", "changeType": "created"}"#, Event::Change(ChangeType::Created)),
            (r#"{"subscriptionId": "s", "changeType": "x"}"#, Event::Change(ChangeType::Other("x".into()))),
            (
                r#"{"subscriptionId": "s", "lifecycleEvent": "missed", "changeType": null}"#,
                Event::Lifecycle(LifecycleEvent::Missed),
            ),
        ] {
            assert_eq!(Item::read(json).unwrap().notification.event, event);
        }
    }

    #[test]
    fn other_forms_are_refused() {
        let long = "x".repeat(129);
        for json in [
            "1",
            "{}",
            r#"{"subscriptionId": "s"}"#,
            r#"{"subscriptionId": "s", "changeType": "created", "lifecycleEvent": "missed"}"#,
            r#"{"changeType": "created"}"#,
            r#"{"subscriptionId": 1, "changeType": "created"}"#,
            r#"{"subscriptionId": "s", "changeType": ["created"]}"#,
            r#"{"subscriptionId": "s", "changeType": "created", "clientState": 1}"#,
            r#"{"subscriptionId": "s", "changeType": "created", "clientState": "a", "clientState": "b"}"#,
            r#"{"subscriptionId": "s", "changeType": "created", "tenantId": ""}"#,
            r#"{"subscriptionId": "s", "changeType": "created", "subscriptionExpirationDateTime": "x"}"#,
            &format!(r#"{{"subscriptionId": "{long}", "changeType": "created"}}"#),
        ] {
            assert!(Item::read(json).is_none(), "{json}");
        }
    }
}
