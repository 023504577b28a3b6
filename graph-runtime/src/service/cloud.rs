/// A national deployment of Microsoft Graph. Tokens of one are worth nothing in another.
///
/// Source: <https://learn.microsoft.com/graph/deployments>.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Cloud {
    /// The global service, and GCC.
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
    /// Where the service is, without a version: `https://graph.microsoft.com`.
    #[must_use]
    pub const fn endpoint(self) -> &'static str {
        match self {
            Self::Global => "https://graph.microsoft.com",
            Self::UsGovernment => "https://graph.microsoft.us",
            Self::UsGovernmentDod => "https://dod-graph.microsoft.us",
            Self::China => "https://microsoftgraph.chinacloudapi.cn",
        }
    }

    /// Who issues its tokens: `https://login.microsoftonline.com`.
    #[must_use]
    pub const fn authority(self) -> &'static str {
        match self {
            Self::Global => "https://login.microsoftonline.com",
            Self::UsGovernment | Self::UsGovernmentDod => "https://login.microsoftonline.us",
            Self::China => "https://login.chinacloudapi.cn",
        }
    }

    /// The scope that asks for all permissions granted to the application: the endpoint and `/.default`.
    #[must_use]
    pub fn default_scope(self) -> String {
        format!("{}/.default", self.endpoint())
    }
}
