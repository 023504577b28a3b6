use std::{fmt, sync::OnceLock};

use super::profile::ServiceProfile;

/// A change of a profile.
pub(crate) type Adjustment = Box<dyn Fn(ServiceProfile) -> ServiceProfile + Send + Sync>;

/// The profile of a client: what its user sets, and otherwise what the metadata of its service says.
///
/// Clients that are derived from one another share it, because they call the same service.
pub(crate) struct ClientProfile {
    chosen: ServiceProfile,
    /// Whether the user chose the profile as a whole.
    is_explicit: bool,
    /// What the user changed, whatever the profile is.
    adjustments: Vec<Adjustment>,
    from_metadata: OnceLock<ServiceProfile>,
}

impl ClientProfile {
    pub(crate) fn new(explicit: Option<ServiceProfile>, adjustments: Vec<Adjustment>) -> Self {
        let is_explicit = explicit.is_some();
        let chosen = adjusted(explicit.unwrap_or_default(), &adjustments);
        Self { chosen, is_explicit, adjustments, from_metadata: OnceLock::new() }
    }

    /// Returns the profile.
    pub(crate) fn get(&self) -> &ServiceProfile {
        self.from_metadata.get().unwrap_or(&self.chosen)
    }

    /// Uses a profile that was read from the metadata, or completes the one that the user chose. The first one counts.
    ///
    /// Returns whether the client's profile is now this one, or that of the user.
    pub(crate) fn supply(&self, profile: &ServiceProfile) -> bool {
        if self.is_explicit {
            self.from_metadata.get_or_init(|| self.chosen.clone().completed_by(profile));
            return true;
        }
        let supplied = adjusted(profile.clone(), &self.adjustments);
        match self.from_metadata.get() {
            Some(known) => *known == supplied,
            None => *self.from_metadata.get_or_init(|| supplied.clone()) == supplied,
        }
    }
}

fn adjusted(profile: ServiceProfile, adjustments: &[Adjustment]) -> ServiceProfile {
    adjustments.iter().fold(profile, |profile, adjust| adjust(profile))
}

impl fmt::Debug for ClientProfile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.get().fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::{ClientProfile, ServiceProfile};
    use crate::path::{EnumSyntax, KeySyntax};

    #[test]
    fn what_the_user_chose_is_not_overridden() {
        let segments = || -> super::Adjustment { Box::new(|profile| profile.with_key_syntax(KeySyntax::Segment)) };
        let untouched = ClientProfile::new(None, Vec::new());
        assert_eq!(*untouched.get(), ServiceProfile::GRAPH);
        assert!(untouched.supply(&ServiceProfile::V4_0));
        assert!(!untouched.supply(&ServiceProfile::V4_01));
        assert!(untouched.supply(&ServiceProfile::V4_0));
        assert_eq!(*untouched.get(), ServiceProfile::V4_0, "the first one counts");

        let adjusted = ClientProfile::new(None, vec![segments()]);
        assert!(adjusted.supply(&ServiceProfile::V4_0));
        assert_eq!(*adjusted.get(), ServiceProfile::V4_0.with_key_syntax(KeySyntax::Segment));

        let explicit = ClientProfile::new(Some(ServiceProfile::V4_01), vec![segments()]);
        let of_metadata = ServiceProfile::V4_0.with_enum_syntax(EnumSyntax::Member);
        assert!(explicit.supply(&of_metadata) && explicit.supply(&ServiceProfile::V4_01));
        assert_eq!(*explicit.get(), ServiceProfile::V4_01.with_key_syntax(KeySyntax::Segment));

        // What a version leaves open is read from the metadata.
        let of_metadata = ServiceProfile::V4_0.with_guarded_deletions(true).with_ieee754_compatible(true);
        let product = ClientProfile::new(Some(ServiceProfile::V4_01.with_ieee754_compatible(false)), Vec::new());
        assert!(product.supply(&of_metadata));
        assert!(product.get().guards_deletions() && !product.get().is_ieee754_compatible());
        assert_eq!(product.get().version(), ServiceProfile::V4_01.version());
    }
}
