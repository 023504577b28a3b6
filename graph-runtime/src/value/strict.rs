use serde::{Deserialize, Deserializer, de::Error as _};

use super::{
    codec::{Decoded, Value},
    json::{JsonError, JsonReader, Strictness, check_names},
    raw::raw_text,
};

/// A value that is read strictly, for a body from a caller that is not trusted.
///
/// A response is read leniently: what does not fit is kept in [`Extra`](crate::Extra), so that nothing of the service's
/// data is lost. An endpoint of your own should refuse it. `Strict` implements `Deserialize` with a [`StrictReader`] of
/// default settings, so that an extractor such as axum's `Json<Strict<Object<User>>>` works.
///
/// ```
/// # use graph_runtime::codegen as rt;
/// # #[derive(Debug)] struct User { account_enabled: Option<bool> }
/// # impl rt::Structured for User {
/// #     const TYPE_NAME: &'static str = "microsoft.graph.user";
/// #     fn properties() -> &'static [&'static str] { &["accountEnabled"] }
/// #     fn build(from: &mut rt::PropertyReader<'_>) -> Self { Self { account_enabled: from.property() } }
/// #     fn write<'a>(&'a self, to: &mut rt::PropertyWriter<'a>) { to.put(&self.account_enabled); }
/// # }
/// use graph_runtime::{Object, strict::Strict};
///
/// let Strict(user): Strict<Object<User>> = serde_json::from_str(r#"{"accountEnabled": true}"#)?;
/// assert_eq!(user.account_enabled, Some(true));
///
/// let error = serde_json::from_str::<Strict<Object<User>>>(r#"{"accountEnabled": 7}"#).unwrap_err();
/// assert_eq!(error.to_string(), "accountEnabled: expected a boolean at line 1 column 20");
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// In a value within another one, lines and columns are counted from the beginning of the value.
#[derive(Clone, Debug, PartialEq)]
pub struct Strict<T>(pub T);

impl<'de, T: Value> Deserialize<'de> for Strict<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = raw_text(deserializer)?;
        StrictReader::new().read_text(text.get()).map(Self).map_err(D::Error::custom)
    }
}

/// Reads values strictly from JSON, with limits.
///
/// Errors are:
///
/// - a value that is not of the declared type, anywhere, and anything but an object in place of an object;
/// - an undeclared property, annotations such as `manager@odata.bind` among them, and an unknown member of an
///   enumeration, unless they are [kept](Self::keep_unknown);
/// - an `@odata.type` of another type than the declared one, even if it is derived from it, unless undeclared
///   properties are kept;
/// - a property that is given twice, also within [`Json`](crate::Json);
/// - more bytes, levels or memory than the limits.
///
/// A declared property may be absent or `null`. The generated types do not say which ones are required, so that is for
/// the application to check.
///
/// ```
/// # use graph_runtime::codegen as rt;
/// # #[derive(Debug)] struct User { account_enabled: Option<bool> }
/// # impl rt::Structured for User {
/// #     const TYPE_NAME: &'static str = "microsoft.graph.user";
/// #     fn properties() -> &'static [&'static str] { &["accountEnabled"] }
/// #     fn build(from: &mut rt::PropertyReader<'_>) -> Self { Self { account_enabled: from.property() } }
/// #     fn write<'a>(&'a self, to: &mut rt::PropertyWriter<'a>) { to.put(&self.account_enabled); }
/// # }
/// use graph_runtime::{Object, strict::StrictReader};
///
/// let body = br#"{"accountEnabled": true, "nickname": "A"}"#;
/// let error = StrictReader::new().read::<Object<User>>(body).unwrap_err();
/// assert_eq!(error.path(), Some("nickname"));
///
/// let user: Object<User> = StrictReader::new().max_size(4096).keep_unknown().read(body)?;
/// assert_eq!(user.extra.value("nickname"), Some("A".into()));
/// # Ok::<(), graph_runtime::codec::JsonError>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct StrictReader {
    strictness: Strictness,
    max_size: usize,
    max_depth: usize,
    max_memory: usize,
}

impl Default for StrictReader {
    fn default() -> Self {
        Self { strictness: Strictness { keeps_unknown: false }, max_size: 2 << 20, max_depth: 32, max_memory: 64 << 20 }
    }
}

impl StrictReader {
    /// Creates a reader with the default settings.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Keeps undeclared properties in [`Extra`](crate::Extra), and unknown members of enumerations as
    /// [`Member::Unknown`](crate::Member::Unknown). By default they are errors.
    ///
    /// Do not send such a value to a service for a caller that is not trusted: what is in `extra` is sent, too.
    #[must_use]
    pub const fn keep_unknown(mut self) -> Self {
        self.strictness.keeps_unknown = true;
        self
    }

    /// Sets the size limit of the text in bytes. The default is 2 MiB.
    #[must_use]
    pub const fn max_size(mut self, bytes: usize) -> Self {
        self.max_size = bytes;
        self
    }

    /// Sets how many objects and arrays may be nested. The default is 32, and more than 127 are never read into values.
    #[must_use]
    pub const fn max_depth(mut self, levels: usize) -> Self {
        self.max_depth = levels;
        self
    }

    /// Sets the limit of memory for the values in bytes. The default is 64 MiB.
    #[must_use]
    pub const fn max_memory(mut self, bytes: usize) -> Self {
        self.max_memory = bytes;
        self
    }

    /// Reads a value: an `Object<User>`, a `Vec` of them, or any other type that a property can have.
    ///
    /// # Errors
    ///
    /// See above. The error has the line and the column, and for a property its [path](JsonError::path). It shows no
    /// values, so it can be returned to the caller.
    pub fn read<T: Value>(&self, json: &[u8]) -> Result<T, JsonError> {
        self.check_size(json.len())?;
        self.read_text(JsonReader::utf8(json)?)
    }

    fn read_text<T: Value>(&self, text: &str) -> Result<T, JsonError> {
        self.check(text)?;
        let mut json = JsonReader::with_memory(text, self.max_memory).strict(self.strictness);
        let start = json.position();
        match T::read(&mut json).map_err(|problem| self.named(problem))? {
            Decoded::Value(value) => Ok(value),
            Decoded::Null => Err(json.refused(start, "expected a value other than `null`".to_owned())),
            Decoded::Misfit => Err(json.misfit_error(start)),
        }
    }

    /// Checks everything that does not depend on the type.
    fn check(&self, text: &str) -> Result<(), JsonError> {
        self.check_size(text.len())?;
        check_names(text, self.max_depth)
    }

    fn check_size(&self, size: usize) -> Result<(), JsonError> {
        if size > self.max_size {
            return Err(JsonError::beyond_limit(format!(
                "the text is longer than the limit of {} bytes",
                self.max_size
            )));
        }
        Ok(())
    }

    /// The limit of memory is a setting of this reader, not of a client.
    fn named(&self, problem: JsonError) -> JsonError {
        if !problem.is_too_large() {
            return problem;
        }
        JsonError::beyond_limit(format!("the values take more than the limit of {} bytes of memory", self.max_memory))
    }
}

#[cfg(test)]
mod tests {
    use super::{Strict, StrictReader};
    use crate::value::{
        Binary, Date, DateTimeOffset, Decimal, Duration, Enumerated, Flags, Guid, Json, Member, Object, PropertyReader,
        PropertyWriter, Structured, TimeOfDay, Value,
    };

    #[derive(Clone, Copy, Debug)]
    enum Risk {
        Low,
        High,
    }

    impl Enumerated for Risk {
        const TYPE_NAME: &'static str = "microsoft.graph.riskLevel";

        fn members() -> &'static [(&'static str, Self)] {
            &[("low", Self::Low), ("high", Self::High)]
        }
    }

    #[derive(Clone, Debug, Default)]
    struct User {
        account_enabled: Option<bool>,
        display_name: Option<String>,
        manager: Option<Object<User>>,
        reports: Option<Vec<Object<User>>>,
        aliases: Option<Vec<String>>,
        risk: Option<Member<Risk>>,
        risks: Option<Flags<Risk>>,
        open: Option<Json>,
    }

    impl Structured for User {
        const TYPE_NAME: &'static str = "microsoft.graph.user";

        fn properties() -> &'static [&'static str] {
            &["accountEnabled", "displayName", "manager", "reports", "aliases", "risk", "risks", "open"]
        }

        fn build(from: &mut PropertyReader<'_>) -> Self {
            Self {
                account_enabled: from.property(),
                display_name: from.property(),
                manager: from.property(),
                reports: from.property(),
                aliases: from.property(),
                risk: from.property(),
                risks: from.property(),
                open: from.property(),
            }
        }

        fn write<'a>(&'a self, to: &mut PropertyWriter<'a>) {
            to.put(&self.account_enabled);
            to.put(&self.display_name);
            to.put(&self.manager);
            to.put(&self.reports);
            to.put(&self.aliases);
            to.put(&self.risk);
            to.put(&self.risks);
            to.put(&self.open);
        }
    }

    fn error<T: Value>(text: &str) -> String {
        StrictReader::new().read::<T>(text.as_bytes()).unwrap_err().to_string()
    }

    #[test]
    fn what_does_not_fit_is_an_error_with_its_path() {
        for (text, message) in [
            ("[1]", "expected an object at line 1 column 1"),
            ("7", "expected an object at line 1 column 1"),
            ("null", "expected a value other than `null` at line 1 column 1"),
            ("", "expected a JSON value at line 1 column 1"),
            (r#"{"accountEnabled": 7}"#, "accountEnabled: expected a boolean at line 1 column 20"),
            ("{\n  \"displayName\": {}}", "displayName: expected a string at line 2 column 18"),
            (r#"{"manager": 1}"#, "manager: expected an object at line 1 column 13"),
            (
                r#"{"manager": {"manager": {"accountEnabled": "x"}}}"#,
                "manager.manager.accountEnabled: expected a boolean at line 1 column 44",
            ),
            (
                r#"{"reports": [{}, {"aliases": ["a", 2]}]}"#,
                "reports[1].aliases[1]: expected a string at line 1 column 36",
            ),
            (r#"{"reports": [{}, null]}"#, "reports[1]: expected a value other than `null` at line 1 column 18"),
            (r#"{"reports": {}}"#, "reports: expected an array at line 1 column 13"),
            (r#"{"risk": "none"}"#, "risk: expected a member of microsoft.graph.riskLevel at line 1 column 10"),
            (r#"{"risks": "low,none"}"#, "risks: expected a member of microsoft.graph.riskLevel at line 1 column 11"),
            (r#"{"nickname": 1}"#, "nickname: unknown property at line 1 column 2"),
            (
                r##"{"@odata.type": "#x"}"##,
                "[\"@odata.type\"]: expected the declared type, microsoft.graph.user at line 1 column 17",
            ),
            (
                r#"{"manager": {"@odata.type": 1}}"#,
                "manager[\"@odata.type\"]: expected the declared type, microsoft.graph.user at line 1 column 29",
            ),
            (
                r##"{"manager@odata.type": "#microsoft.graph.user"}"##,
                "[\"manager@odata.type\"]: unknown property at line 1 column 2",
            ),
            (
                r#"{"displayName": "a", "displayName": "b"}"#,
                "displayName: the property is given twice at line 1 column 22",
            ),
            (r#"{"open": {"x": [{"y": 1, "y": 2}]}}"#, "open.x[0].y: the property is given twice at line 1 column 26"),
            (r#"{"accountEnabled": true} x"#, "expected nothing more at line 1 column 26"),
        ] {
            assert_eq!(error::<Object<User>>(text), message, "{text}");
        }
        assert_eq!(error::<Vec<Object<User>>>("[{}, 1]"), "[1]: expected an object at line 1 column 6");
    }

    #[test]
    fn each_primitive_says_what_it_expects() {
        for (message, expected) in [
            (error::<bool>("1"), "a boolean"),
            (error::<String>("1"), "a string"),
            (error::<i8>("128"), "an integer from -128 to 127"),
            (error::<u8>("-1"), "an integer from 0 to 255"),
            (error::<i16>("1.5"), "an integer of 16 bits"),
            (error::<i32>("\"1\""), "an integer of 32 bits"),
            (error::<i64>("1e300"), "an integer of 64 bits"),
            (error::<f64>("\"x\""), "a number"),
            (error::<f32>("0.123456789"), "a number of single precision"),
            (error::<Decimal>("\"x\""), "a decimal number"),
            (error::<Guid>("\"x\""), "a GUID in lower case"),
            (error::<Date>("\"x\""), "a date, such as `2026-01-31`,"),
            (
                error::<DateTimeOffset>("\"2026-01-31\""),
                "a date and time with an offset, such as `2026-01-31T08:00:00Z`,",
            ),
            (error::<TimeOfDay>("\"x\""), "a time of day, such as `08:30:00`,"),
            (error::<Duration>("\"x\""), "a duration, such as `PT1H30M`,"),
            (error::<Binary>("\"%\""), "base64"),
            (error::<Flags<Risk>>("\"\\ud800\""), "a string"),
        ] {
            assert_eq!(message, format!("expected {expected} at line 1 column 1"));
        }
    }

    #[test]
    fn values_that_fit_are_read() {
        let text = r#"{"manager": {"displayName": null, "risks": "low,high"}, "open": {"x": [1]}, "reports": []}"#;
        let user: Object<User> = StrictReader::new().read(text.as_bytes()).unwrap();
        assert_eq!(user, serde_json::from_str::<Object<User>>(text).unwrap());
        assert!(user.manager.as_ref().is_some_and(|manager| manager.extra.is_null("displayName")));
        let Strict(same) = serde_json::from_str::<Strict<Object<User>>>(text).unwrap();
        assert_eq!(same, user);
    }

    #[test]
    fn the_name_of_the_declared_type_is_accepted() {
        for name in ["#microsoft.graph.user", "microsoft.graph.user", "\\u0023microsoft.graph.user"] {
            let text = format!(r#"{{"@odata.type": "{name}", "manager": {{"@odata.type": "{name}"}}}}"#);
            let user: Object<User> = StrictReader::new().read(text.as_bytes()).unwrap();
            assert_eq!(user.extra.odata_type().as_deref(), Some("microsoft.graph.user"), "{text}");
            assert_eq!(user, serde_json::from_str::<Object<User>>(&text).unwrap());
        }
    }

    #[test]
    fn unknown_properties_and_members_can_be_kept() {
        let text = r#"{"nickname": {"a": 1}, "risk": "none", "manager": {"x@odata.bind": "users/1"}}"#;
        let user: Object<User> = StrictReader::new().keep_unknown().read(text.as_bytes()).unwrap();
        assert_eq!(user, serde_json::from_str::<Object<User>>(text).unwrap());
        let error = StrictReader::new().keep_unknown().read::<Object<User>>(br#"{"risk": 1}"#).unwrap_err();
        assert_eq!(error.path(), Some("risk"));
    }

    #[test]
    fn limits_are_errors() {
        let reader = StrictReader::new();
        for (error, message) in [
            (reader.max_size(5).read::<Json>(b"[1, 2]").unwrap_err(), "the text is longer than the limit of 5 bytes"),
            (reader.read::<Json>("[".repeat(40).as_bytes()).unwrap_err(), "more than 32 levels"),
            (reader.max_depth(1).read::<Json>(b"[[]]").unwrap_err(), "more than 1 levels"),
            (
                reader.max_memory(99).read::<Json>(b"[[1],[1],[1]]").unwrap_err(),
                "more than the limit of 99 bytes of memory",
            ),
        ] {
            assert!(error.to_string().contains(message) && error.path().is_none(), "{error}");
        }
    }

    /// What a caller sends is not repeated, except for names, which are escaped.
    #[test]
    fn errors_repeat_no_values() {
        let shown = error::<Object<User>>("{\"accountEnabled\": \"s3cret\\n\"}");
        assert!(!shown.contains("s3cret"), "{shown}");
        let shown = error::<Object<User>>("{\"a\\r\\n\\u202e\": 1}");
        assert_eq!(shown, "[\"a\\r\\n\\u{202e}\"]: unknown property at line 1 column 2");
    }
}
