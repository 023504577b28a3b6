use secrecy::{ExposeSecret, SecretString};
use subtle::{Choice, ConstantTimeEq};

/// The greatest length of a `clientState` in bytes. Documentation of Graph says 128 and 255.
pub(super) const MAX_LENGTH: usize = 255;

/// The secrets that subscriptions were created with.
#[derive(Debug, Default)]
pub(super) struct ClientStates(Vec<SecretString>);

impl ClientStates {
    /// Adds a secret; `false` if it is empty or too long.
    pub(super) fn add(&mut self, secret: SecretString) -> bool {
        let fits = (1..=MAX_LENGTH).contains(&secret.expose_secret().len());
        if fits {
            self.0.push(secret);
        }
        fits
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a text is one of the secrets. The time does not depend on the secrets or on how much of one matches.
    pub(super) fn contain(&self, text: &str) -> bool {
        let Some(text) = padded(text) else { return false };
        let found = self.0.iter().fold(Choice::from(0), |found, secret| {
            let secret = padded(secret.expose_secret()).unwrap_or([0; MAX_LENGTH + 1]);
            found | secret.ct_eq(&text)
        });
        found.into()
    }
}

/// Brings a text to a fixed length: its bytes, zeros, and its length in the last byte.
fn padded(text: &str) -> Option<[u8; MAX_LENGTH + 1]> {
    let mut bytes = [0; MAX_LENGTH + 1];
    bytes.get_mut(..text.len()).filter(|_| (1..=MAX_LENGTH).contains(&text.len()))?.copy_from_slice(text.as_bytes());
    bytes[MAX_LENGTH] = u8::try_from(text.len()).ok()?;
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::{ClientStates, MAX_LENGTH};

    #[test]
    fn only_equal_texts_match() {
        let mut states = ClientStates::default();
        let longest = "x".repeat(MAX_LENGTH);
        assert!(["first", "second", &longest].into_iter().all(|state| states.add(state.into())));
        assert!(!states.add("".into()));
        assert!(!states.add("x".repeat(MAX_LENGTH + 1).into()));
        assert!(states.contain("first") && states.contain("second") && states.contain(&longest));
        for other in ["", "firs", "firs\0", "first\0", "first ", "First", "xx", &"x".repeat(MAX_LENGTH + 1)] {
            assert!(!states.contain(other), "{other:?}");
        }
        assert!(!format!("{states:?}").contains("first"));
    }
}
