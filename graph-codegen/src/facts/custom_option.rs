//! Query options and headers of a service's own, which requests have besides those of OData.

use super::term;
use crate::edm::{Annotation, Expression, NavigationProperty, Operation, Primitive, QualifiedName, Record};

/// A query option or header that a request requires or may have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CustomOption {
    /// Where it is sent.
    pub(crate) place: OptionPlace,
    /// Its name on the wire.
    pub(crate) name: String,
    /// The type of its value; any other value is text.
    pub(crate) value: Primitive,
    /// Whether the service refuses requests without it.
    pub(crate) is_required: bool,
    /// What it is for.
    pub(crate) description: Option<String>,
}

/// Where a query option or header of a service's own is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OptionPlace {
    /// In the query.
    Query,
    /// As a header.
    Header,
}

/// Options of requests on a resource that Graph's documentation and OpenAPI documents require and its CSDL does not
/// declare: the type and the navigation property, and the options for reading it.
///
/// See [calendar views], [instances of events] and [calendar views of booking businesses].
///
/// [calendar views]: https://learn.microsoft.com/graph/api/user-list-calendarview
/// [instances of events]: https://learn.microsoft.com/graph/api/event-list-instances
/// [calendar views of booking businesses]: https://learn.microsoft.com/graph/api/bookingbusiness-list-calendarview
const REQUIRED_BY_GRAPH: [(&str, &str, [&str; 2]); 5] = [
    ("microsoft.graph.user", "calendarView", ["startDateTime", "endDateTime"]),
    ("microsoft.graph.group", "calendarView", ["startDateTime", "endDateTime"]),
    ("microsoft.graph.calendar", "calendarView", ["startDateTime", "endDateTime"]),
    ("microsoft.graph.event", "instances", ["startDateTime", "endDateTime"]),
    ("microsoft.graph.bookingBusiness", "calendarView", ["start", "end"]),
];

/// Graph's function for changes of events. It is called on a calendar view, which has the period already; OpenAPI
/// documents require the period of every path to it.
const CHANGES_OF_EVENTS: (&str, [&str; 2]) = ("microsoft.graph.delta", ["startDateTime", "endDateTime"]);

/// Headers that the runtime has methods for, or that it sends by itself.
const KNOWN_HEADERS: [&str; 9] = [
    "authorization",
    "consistencylevel",
    "content-length",
    "content-type",
    "host",
    "if-none-match",
    "prefer",
    "transfer-encoding",
    "accept",
];

impl CustomOption {
    /// Reads the options of a request from `CustomQueryOptions` and `CustomHeaders` of a term such as
    /// `Org.OData.Capabilities.V1.ReadRestrictions`. Ignores values that do not have the expected form, system query
    /// options, and headers that the runtime sends.
    pub(crate) fn of_term(annotations: &[Annotation], term: &str) -> Vec<Self> {
        let restrictions = Annotation::value(annotations, term).and_then(Expression::as_record);
        restrictions.map_or_else(Vec::new, Self::of_restrictions)
    }

    /// Reads the options of an operation.
    pub(crate) fn of_operation(operation: &Operation) -> Vec<Self> {
        let mut options = Self::of_term(&operation.annotations, term::OPERATION_RESTRICTIONS);
        let (name, of_place) = CHANGES_OF_EVENTS;
        if operation.name.as_str() == name {
            options.iter_mut().for_each(|option| option.is_required &= !of_place.contains(&option.name.as_str()));
        }
        options
    }

    /// Reads the options for reading one entity by key, where they differ from those for reading its collection.
    pub(crate) fn of_read_by_key(annotations: &[Annotation]) -> Vec<Self> {
        let restrictions = Annotation::value(annotations, term::READ_RESTRICTIONS).and_then(Expression::as_record);
        let by_key = restrictions.and_then(|record| record.get("ReadByKeyRestrictions")?.as_record());
        by_key.map_or_else(Vec::new, Self::of_restrictions)
    }

    fn of_restrictions(restrictions: &Record) -> Vec<Self> {
        let lists = [(OptionPlace::Query, "CustomQueryOptions"), (OptionPlace::Header, "CustomHeaders")];
        let mut options: Vec<Self> = Vec::new();
        for (place, list) in lists {
            for record in restrictions.get(list).into_iter().flat_map(Expression::records) {
                let option = Self::of_record(place, record);
                let is_new = |option: &Self| !options.iter().any(|known| known.is_same(option));
                if let Some(option) = option.filter(is_new) {
                    options.push(option);
                }
            }
        }
        options
    }

    fn of_record(place: OptionPlace, record: &Record) -> Option<Self> {
        let name = record.get("Name")?.as_string()?.trim();
        let is_sendable = match place {
            OptionPlace::Query => !name.starts_with(['$', '@']),
            OptionPlace::Header => {
                name.chars().all(is_header_character)
                    && !KNOWN_HEADERS.iter().any(|known| known.eq_ignore_ascii_case(name))
            }
        };
        let value = Annotation::value(&record.annotations, term::VALUE_TYPE).and_then(Expression::as_string);
        (is_sendable && !name.is_empty()).then(|| Self {
            place,
            name: name.to_owned(),
            value: value.and_then(|name| Primitive::from_name(name.strip_prefix("Edm.")?)).unwrap_or(Primitive::String),
            is_required: record.get("Required").and_then(Expression::as_bool) == Some(true),
            description: record.get("Description").and_then(Expression::as_string).map(str::to_owned),
        })
    }

    /// Returns the options for reading the target of a navigation property of a type.
    pub(crate) fn of_navigation(of: &QualifiedName, property: &NavigationProperty) -> Vec<Self> {
        let mut options = Self::of_term(&property.annotations, term::READ_RESTRICTIONS);
        let table = REQUIRED_BY_GRAPH.iter().filter(|(known, name, _)| of.as_str() == *known && property.name == *name);
        for name in table.flat_map(|(.., names)| names) {
            let required = Self {
                place: OptionPlace::Query,
                name: (*name).to_owned(),
                value: Primitive::String,
                is_required: true,
                description: None,
            };
            if !options.iter().any(|declared| declared.is_same(&required)) {
                options.push(required);
            }
        }
        options
    }

    /// Whether two options have the same name. Names of headers are not case-sensitive.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        self.place == other.place
            && match self.place {
                OptionPlace::Query => self.name == other.name,
                OptionPlace::Header => self.name.eq_ignore_ascii_case(&other.name),
            }
    }
}

/// Whether names of headers may contain a character (`tchar` of RFC 9110).
fn is_header_character(character: char) -> bool {
    character.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(character)
}

#[cfg(test)]
mod tests {
    use super::{CustomOption, OptionPlace, term};
    use crate::{edm::Primitive, facts::tests::with_operation};

    fn options(list: &str, records: &str) -> Vec<CustomOption> {
        let annotation = format!(
            r#"<Annotation Term="Org.OData.Capabilities.V1.OperationRestrictions"><Record>
               <PropertyValue Property="{list}"><Collection>{records}</Collection></PropertyValue>
               </Record></Annotation>"#
        );
        with_operation(&annotation, CustomOption::of_operation)
    }

    fn record(name: &str, more: &str) -> String {
        format!(r#"<Record><PropertyValue Property="Name" String="{name}" />{more}</Record>"#)
    }

    #[test]
    fn options_have_a_name_and_are_optional_unless_required() {
        let more = r#"<PropertyValue Property="Required" Bool="true" />
            <PropertyValue Property="Description" String="d" />
            <Annotation Term="graph_codegen.v1.ValueType" String="Edm.Int32" />"#;
        let found = options("CustomQueryOptions", &(record("a", more) + &record("b", "") + &record("a", "")));
        let names: Vec<_> = found.iter().map(|option| (option.name.as_str(), option.is_required)).collect();
        assert_eq!(names, [("a", true), ("b", false)]);
        assert_eq!((found[0].value, found[0].description.as_deref()), (Primitive::Int32, Some("d")));
        assert_eq!((found[1].value, found[1].place), (Primitive::String, OptionPlace::Query));
    }

    #[test]
    fn system_query_options_and_headers_of_the_runtime_are_ignored() {
        assert!(
            options("CustomQueryOptions", &["$filter", "@id", " "].map(|name| record(name, "")).concat()).is_empty()
        );
        let headers = ["Authorization", "ConsistencyLevel", "x y", "prefer"].map(|name| record(name, "")).concat();
        assert!(options("CustomHeaders", &headers).is_empty());
        let own = record("X-Own", "") + &record("x-own", "");
        assert_eq!(options("CustomHeaders", &own).len(), 1);
        assert!(CustomOption::of_term(&[], term::READ_RESTRICTIONS).is_empty());
    }
}
