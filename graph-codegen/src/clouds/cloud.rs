use std::{fmt, str::FromStr};

/// A deployment of Microsoft Graph.
///
/// Microsoft publishes a metadata document for each, apart from the two levels of the US Government cloud, which share
/// one. The API reference documents the first four ([`PUBLIC`](Self::PUBLIC)) for each operation; the others have no
/// public documentation.
///
/// ```
/// use graph_codegen::clouds::Cloud;
///
/// assert_eq!("UsGovernment".parse(), Ok(Cloud::UsGovernment));
/// assert_eq!(Cloud::UsGovernmentDod.document(), Cloud::UsGovernment.document());
/// ```
///
/// Sources: <https://learn.microsoft.com/graph/deployments> for the first four, and the names of the documents in
/// <https://github.com/microsoftgraph/msgraph-metadata>.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Cloud {
    /// The global service, which includes US Government GCC; document `Prod`.
    Global,
    /// US Government L4 (GCC High); document `Fairfax`.
    UsGovernment,
    /// US Government L5 (DOD).
    ///
    /// There is no document for it, so its metadata is taken to be that of L4. Where the API reference says something
    /// else about an operation, the annotations of the operation have it.
    UsGovernmentDod,
    /// China, operated by 21Vianet; document `Mooncake`.
    China,
    /// US Government Secret (`USNat`).
    UsNat,
    /// US Government Top Secret (`USSec`).
    UsSec,
    /// France, operated by Bleu.
    Bleu,
    /// Germany, operated by Delos.
    Delos,
    /// The government of Singapore (`GovSG`).
    GovSg,
}

impl Cloud {
    /// All clouds.
    pub const ALL: [Self; 9] = [
        Self::Global,
        Self::UsGovernment,
        Self::UsGovernmentDod,
        Self::China,
        Self::UsNat,
        Self::UsSec,
        Self::Bleu,
        Self::Delos,
        Self::GovSg,
    ];

    /// The clouds that the API reference documents.
    pub const PUBLIC: [Self; 4] = [Self::Global, Self::UsGovernment, Self::UsGovernmentDod, Self::China];

    /// Returns the address of the service without a version, if it is published: `https://graph.microsoft.com`.
    #[cfg(feature = "cli")]
    pub(crate) const fn endpoint(self) -> Option<&'static str> {
        match self {
            Self::Global => Some("https://graph.microsoft.com"),
            Self::UsGovernment => Some("https://graph.microsoft.us"),
            Self::UsGovernmentDod => Some("https://dod-graph.microsoft.us"),
            Self::China => Some("https://microsoftgraph.chinacloudapi.cn"),
            Self::UsNat | Self::UsSec | Self::Bleu | Self::Delos | Self::GovSg => None,
        }
    }

    /// Returns the name, as settings and annotations have it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Global => "Global",
            Self::UsGovernment => "UsGovernment",
            Self::UsGovernmentDod => "UsGovernmentDod",
            Self::China => "China",
            Self::UsNat => "UsNat",
            Self::UsSec => "UsSec",
            Self::Bleu => "Bleu",
            Self::Delos => "Delos",
            Self::GovSg => "GovSg",
        }
    }

    /// Returns the name of its metadata document, which Microsoft publishes as `v1.0-NAME.csdl`.
    #[must_use]
    pub const fn document(self) -> &'static str {
        match self {
            Self::Global => "Prod",
            Self::UsGovernment | Self::UsGovernmentDod => "Fairfax",
            Self::China => "Mooncake",
            Self::UsNat => "USNat",
            Self::UsSec => "USSec",
            Self::Bleu => "Bleu",
            Self::Delos => "Delos",
            Self::GovSg => "GovSG",
        }
    }
}

impl fmt::Display for Cloud {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// A name that is not one of a cloud.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownCloud;

impl fmt::Display for UnknownCloud {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the clouds are ")?;
        for (index, cloud) in Cloud::ALL.into_iter().enumerate() {
            f.write_str(if index == 0 { "" } else { ", " })?;
            f.write_str(cloud.name())?;
        }
        Ok(())
    }
}

impl std::error::Error for UnknownCloud {}

impl FromStr for Cloud {
    type Err = UnknownCloud;

    /// Reads a name in any case.
    fn from_str(name: &str) -> Result<Self, UnknownCloud> {
        Self::ALL.into_iter().find(|cloud| cloud.name().eq_ignore_ascii_case(name)).ok_or(UnknownCloud)
    }
}

#[cfg(test)]
mod tests {
    use super::Cloud;

    #[test]
    fn clouds_have_names_of_their_own() {
        for cloud in Cloud::ALL {
            assert_eq!(cloud.name().parse(), Ok(cloud));
            assert_eq!(cloud.name().to_lowercase().parse(), Ok(cloud));
        }
        assert!("Azure".parse::<Cloud>().unwrap_err().to_string().starts_with("the clouds are Global, UsGovernment, "));
    }
}
