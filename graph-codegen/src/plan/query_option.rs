/// A query option that a service may not support.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum QueryOption {
    /// `$filter`
    Filter,
    /// `$orderby`
    OrderBy,
    /// `$search`
    Search,
    /// `$expand`
    Expand,
    /// `$top`
    Top,
    /// `$skip`
    Skip,
    /// `$count`
    Count,
}

impl QueryOption {
    /// Every option.
    pub const ALL: [Self; 7] =
        [Self::Filter, Self::OrderBy, Self::Search, Self::Expand, Self::Top, Self::Skip, Self::Count];

    /// Returns the name in a URL.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Filter => "$filter",
            Self::OrderBy => "$orderby",
            Self::Search => "$search",
            Self::Expand => "$expand",
            Self::Top => "$top",
            Self::Skip => "$skip",
            Self::Count => "$count",
        }
    }

    /// Returns the runtime's marker type for requests without this option.
    #[must_use]
    pub const fn without(self) -> &'static str {
        match self {
            Self::Filter => "NoFilter",
            Self::OrderBy => "NoOrderBy",
            Self::Search => "NoSearch",
            Self::Expand => "NoExpand",
            Self::Top => "NoTop",
            Self::Skip => "NoSkip",
            Self::Count => "NoCount",
        }
    }
}
