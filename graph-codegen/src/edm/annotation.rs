use super::QualifiedName;
use crate::diagnostic::Span;

/// The value of a term for a model element.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Annotation {
    /// `Term`, with its alias expanded.
    pub term: QualifiedName,
    /// `Qualifier` of the annotation or of the enclosing `Annotations` element.
    pub qualifier: Option<String>,
    /// The value; `None` means the term's default.
    pub value: Option<Expression>,
    /// Annotations of the annotation.
    pub annotations: Vec<Annotation>,
    /// Whether it is in an `Annotations` element instead of inside its target.
    pub is_out_of_line: bool,
    /// Whether the qualifier is that of the enclosing `Annotations` element.
    pub is_qualifier_inherited: bool,
    /// Where it is in the source.
    pub span: Span,
}

impl Annotation {
    /// Returns the first annotation with a term and without a qualifier.
    #[must_use]
    pub fn find<'a>(annotations: &'a [Annotation], term: &str) -> Option<&'a Annotation> {
        Self::find_qualified(annotations, term, None)
    }

    /// Returns the value of the first annotation with a term and without a qualifier; `None` also if it has the term's
    /// default value.
    #[must_use]
    pub fn value<'a>(annotations: &'a [Annotation], term: &str) -> Option<&'a Expression> {
        Self::find(annotations, term)?.value.as_ref()
    }

    /// Returns the value of a Boolean term whose default is true.
    #[must_use]
    pub fn tag(annotations: &[Annotation], term: &str) -> Option<bool> {
        match &Self::find(annotations, term)?.value {
            None => Some(true),
            Some(value) => value.as_bool(),
        }
    }

    /// Returns the first annotation with a term and a qualifier.
    #[must_use]
    pub fn find_qualified<'a>(
        annotations: &'a [Annotation],
        term: &str,
        qualifier: Option<&str>,
    ) -> Option<&'a Annotation> {
        annotations
            .iter()
            .find(|annotation| annotation.term.as_str() == term && annotation.qualifier.as_deref() == qualifier)
    }
}

/// An `Annotations` element, which annotates a target that is declared elsewhere.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct TargetedAnnotations {
    /// `Qualifier`.
    pub qualifier: Option<String>,
    /// Whether the target is in the model and has the annotations.
    pub is_attached: bool,
    /// Where it is in the source.
    pub span: Span,
}

/// Annotations whose target is in a document that was not given, or is a path that does not identify a single model
/// element.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct AnnotationTarget {
    /// `Target`, with aliases expanded.
    pub target: String,
    /// The annotations.
    pub annotations: Vec<Annotation>,
    /// Where the `Annotations` element is.
    pub span: Span,
}

/// A constant or dynamic expression.
#[derive(Clone, Debug, PartialEq)]
pub enum Expression {
    /// A constant or a path; `notation` is the kind as named by the specification: `String`, `Bool`, `Int`,
    /// `EnumMember`, `Path`, …
    Text {
        /// The kind.
        notation: &'static str,
        /// The value as written.
        value: String,
    },
    /// `Collection`.
    Collection(Vec<Expression>),
    /// `Record`.
    Record(Record),
    /// `Null`.
    Null {
        /// Annotations of the null.
        annotations: Vec<Annotation>,
    },
    /// An expression with operands, as named by the specification: `Apply`, `If`, `Cast`, `Eq`, …
    Operator {
        /// The element's name.
        name: &'static str,
        /// Attributes that are not expressions, in document order.
        attributes: Vec<(&'static str, String)>,
        /// Operands, in document order.
        operands: Vec<Expression>,
        /// Annotations of the expression.
        annotations: Vec<Annotation>,
    },
}

impl From<bool> for Expression {
    /// Creates a `Bool` constant.
    fn from(value: bool) -> Self {
        Self::Text { notation: "Bool", value: value.to_string() }
    }
}

impl From<i64> for Expression {
    /// Creates an `Int` constant.
    fn from(value: i64) -> Self {
        Self::Text { notation: "Int", value: value.to_string() }
    }
}

impl From<&str> for Expression {
    /// Creates a `String` constant.
    fn from(value: &str) -> Self {
        Self::Text { notation: "String", value: value.to_owned() }
    }
}

impl Expression {
    /// Creates a member of an enum type: `Org.OData.Core.V1.Permission/Read`.
    #[must_use]
    pub fn enum_member(name: &str) -> Self {
        Self::Text { notation: "EnumMember", value: name.to_owned() }
    }

    /// Creates a record without a type.
    ///
    /// ```
    /// use graph_codegen::edm::Expression;
    ///
    /// let restrictions = Expression::record([("Insertable", false.into()), ("Description", "read-only".into())]);
    /// assert_eq!(restrictions.as_record().and_then(|record| record.get("Insertable")?.as_bool()), Some(false));
    /// ```
    #[must_use]
    pub fn record<'n>(properties: impl IntoIterator<Item = (&'n str, Self)>) -> Self {
        let property_values = properties.into_iter().map(|(property, value)| PropertyValue {
            property: property.to_owned(),
            value: Some(value),
            annotations: Vec::new(),
        });
        Self::Record(Record { record_type: None, property_values: property_values.collect(), annotations: Vec::new() })
    }

    /// Returns the text of a `String` constant.
    #[must_use]
    pub fn as_string(&self) -> Option<&str> {
        match self {
            Self::Text { notation: "String", value } => Some(value),
            _ => None,
        }
    }

    /// Returns the value of a `Bool` constant.
    #[must_use]
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Text { notation: "Bool", value } => value.parse().ok(),
            _ => None,
        }
    }

    /// Returns the record, if the expression is one.
    #[must_use]
    pub fn as_record(&self) -> Option<&Record> {
        match self {
            Self::Record(record) => Some(record),
            _ => None,
        }
    }

    /// Returns the member of an enum type, or several, as written.
    ///
    /// XML writes `Org.OData.Core.V1.Permission/Read`, and separates several by spaces. JSON writes a string, such as
    /// `Read`, and separates several by commas; so a `String` is returned too.
    #[must_use]
    pub fn as_enum_member(&self) -> Option<&str> {
        match self {
            Self::Text { notation: "EnumMember" | "String", value } => Some(value),
            _ => None,
        }
    }

    /// Returns the text of a constant of any kind: a `String`, a `Date`, an `Int`, …
    #[must_use]
    pub fn as_constant(&self) -> Option<&str> {
        match self {
            Self::Text { notation, value } if !notation.ends_with("Path") => Some(value),
            _ => None,
        }
    }

    /// Returns the path to a property or another model element, as written.
    #[must_use]
    pub fn as_path(&self) -> Option<&str> {
        match self {
            Self::Text { notation, value } if notation.ends_with("Path") => Some(value),
            _ => None,
        }
    }

    /// Returns the records of a collection; nothing for other expressions.
    pub fn records(&self) -> impl Iterator<Item = &Record> {
        self.as_collection().unwrap_or_default().iter().filter_map(Self::as_record)
    }

    /// Returns the items, if the expression is a collection.
    #[must_use]
    pub fn as_collection(&self) -> Option<&[Expression]> {
        match self {
            Self::Collection(items) => Some(items),
            _ => None,
        }
    }
}

impl PartialEq for Annotation {
    /// Compares everything but the positions in the source.
    fn eq(&self, other: &Self) -> bool {
        self.term == other.term
            && self.qualifier == other.qualifier
            && self.value == other.value
            && self.annotations == other.annotations
    }
}

/// `Record`.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Record {
    /// `Type`, with its alias expanded.
    pub record_type: Option<QualifiedName>,
    /// `PropertyValue` elements.
    pub property_values: Vec<PropertyValue>,
    /// Annotations of the record.
    pub annotations: Vec<Annotation>,
}

impl Record {
    /// Returns the value of a property.
    #[must_use]
    pub fn get(&self, property: &str) -> Option<&Expression> {
        self.property_values.iter().find(|value| value.property == property)?.value.as_ref()
    }
}

/// `PropertyValue`.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct PropertyValue {
    /// `Property`.
    pub property: String,
    /// The value; `None` means the property's default.
    pub value: Option<Expression>,
    /// Annotations of the value.
    pub annotations: Vec<Annotation>,
}
