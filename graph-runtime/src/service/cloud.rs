/// A national deployment of Microsoft Graph. A token of one is not valid in another.
///
/// ```
/// use graph_runtime::{Client, Cloud};
///
/// let client = Client::builder().cloud(Cloud::UsGovernment).build()?;
/// assert_eq!(client.root().as_str(), "https://graph.microsoft.us/v1.0");
/// assert_eq!(Cloud::China.default_scope(), "https://microsoftgraph.chinacloudapi.cn/.default");
/// # Ok::<(), graph_runtime::Error>(())
/// ```
///
/// Source: <https://learn.microsoft.com/graph/deployments>.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Cloud {
    /// The global service, which includes US Government GCC.
    #[default]
    Global,
    /// US Government L4.
    UsGovernment,
    /// US Government L5 (DOD).
    UsGovernmentDod,
    /// China, operated by 21Vianet.
    China,
}

impl Cloud {
    /// Returns the name: `UsGovernment`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Global => "Global",
            Self::UsGovernment => "UsGovernment",
            Self::UsGovernmentDod => "UsGovernmentDod",
            Self::China => "China",
        }
    }

    /// Returns the URL of the service without a version: `https://graph.microsoft.com`.
    #[must_use]
    pub const fn endpoint(self) -> &'static str {
        match self {
            Self::Global => "https://graph.microsoft.com",
            Self::UsGovernment => "https://graph.microsoft.us",
            Self::UsGovernmentDod => "https://dod-graph.microsoft.us",
            Self::China => "https://microsoftgraph.chinacloudapi.cn",
        }
    }

    /// Returns the URL of the token issuer: `https://login.microsoftonline.com`.
    #[must_use]
    pub const fn authority(self) -> &'static str {
        match self {
            Self::Global => "https://login.microsoftonline.com",
            Self::UsGovernment | Self::UsGovernmentDod => "https://login.microsoftonline.us",
            Self::China => "https://login.chinacloudapi.cn",
        }
    }

    /// Returns the scope for all permissions granted to the application: the endpoint and `/.default`.
    #[must_use]
    pub fn default_scope(self) -> String {
        format!("{}/.default", self.endpoint())
    }
}
