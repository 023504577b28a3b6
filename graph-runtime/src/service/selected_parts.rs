use super::profile::ServiceProfile;

/// Parts of complex values, which a [`Projection`](crate::projection::Projection) may be all that reads.
impl ServiceProfile {
    /// Sets whether a projection selects parts of complex values, as in `$select=address/city`.
    ///
    /// Otherwise it selects such values as a whole, and reads the parts. OData has such paths (OData 4.01, part 2,
    /// section 5.1.4), but Graph documents none, and services of OData 4.0 often refuse them.
    pub const fn with_selected_parts(mut self, enabled: bool) -> Self {
        self.selects_parts = enabled;
        self
    }

    /// Returns whether a projection selects parts of complex values.
    #[must_use]
    pub const fn selects_parts(&self) -> bool {
        self.selects_parts
    }
}
