use super::profile::ServiceProfile;

/// Properties that only a type derived from that of the items has.
impl ServiceProfile {
    /// Sets whether queries name the type of properties that only a derived type has, as in
    /// `$select=NS.Flight/FlightNumber` for plan items.
    ///
    /// OData requires it (OData 4.01, part 2, section 4.11), and so does every profile but that of Graph, which
    /// documents `$select=displayName` for directory objects. `derived` and `cast` of projections, and casts of
    /// navigation properties, always name the type.
    pub const fn with_qualified_properties(mut self, enabled: bool) -> Self {
        self.qualifies_properties = enabled;
        self
    }

    /// Returns whether queries name the type of properties that only a derived type has.
    #[must_use]
    pub const fn qualifies_properties(&self) -> bool {
        self.qualifies_properties
    }
}
