use crate::naming::Identifier;

/// Where a generated item is: the modules below the generated root, then its name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Path {
    /// The modules below the generated root.
    pub modules: Vec<Identifier>,
    /// The item.
    pub name: Identifier,
}

impl Path {
    /// An item in a module.
    #[must_use]
    pub fn new(modules: Vec<Identifier>, name: Identifier) -> Self {
        Self { modules, name }
    }
}

/// A Rust type in a signature, a field or an answer.
///
/// It names generated items and items of the runtime without saying how they are reached: [`TypeNames`] does, since generated code, an
/// application and documentation reach them by different paths.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RustType {
    /// A type that is written the same everywhere: `bool`, `String`, `()`, `Self`, a generic parameter.
    Plain(&'static str),
    /// A type of the runtime: `Guid`.
    Runtime(&'static str),
    /// A generated struct, enum or request builder.
    Generated(Path),
    /// A type that an extension gave, as it was written.
    Custom(String),
    /// A type with arguments: `Option<i32>`, `Object<User>`.
    Generic(Box<RustType>, Vec<RustType>),
    /// An associated type that is bound to a type: `Of = AssignLicense`.
    Binding(&'static str, Box<RustType>),
    /// `&T`
    Reference(Box<RustType>),
    /// `[T]`
    Slice(Box<RustType>),
    /// `impl Trait`
    Impl(Box<RustType>),
}

impl RustType {
    /// A type of the runtime with one argument.
    #[must_use]
    pub fn runtime_of(name: &'static str, argument: Self) -> Self {
        Self::Generic(Box::new(Self::Runtime(name)), vec![argument])
    }

    /// A type of the prelude with one argument: `Option<T>`, `Vec<T>`.
    #[must_use]
    pub fn plain_of(name: &'static str, argument: Self) -> Self {
        Self::Generic(Box::new(Self::Plain(name)), vec![argument])
    }

    /// `Option<T>`
    #[must_use]
    pub fn option(self) -> Self {
        Self::plain_of("Option", self)
    }

    /// `&T`
    #[must_use]
    pub fn reference(self) -> Self {
        Self::Reference(Box::new(self))
    }

    /// `impl Into<T>`
    #[must_use]
    pub fn impl_into(self) -> Self {
        Self::Impl(Box::new(Self::plain_of("Into", self)))
    }

    /// The type as text.
    #[must_use]
    pub fn text(&self, names: &impl TypeNames) -> String {
        let mut text = String::new();
        self.write(names, &mut text);
        text
    }

    /// Appends the type to a text.
    pub fn write(&self, names: &impl TypeNames, text: &mut String) {
        match self {
            Self::Plain(name) => text.push_str(name),
            Self::Runtime(name) => names.write_runtime(name, text),
            Self::Generated(path) => names.write_generated(path, text),
            Self::Custom(written) => text.push_str(written),
            Self::Generic(base, arguments) => {
                base.write(names, text);
                text.push('<');
                for (index, argument) in arguments.iter().enumerate() {
                    if index > 0 {
                        text.push_str(", ");
                    }
                    argument.write(names, text);
                }
                text.push('>');
            }
            Self::Binding(name, bound) => {
                text.push_str(name);
                text.push_str(" = ");
                bound.write(names, text);
            }
            Self::Reference(inner) => {
                text.push('&');
                inner.write(names, text);
            }
            Self::Slice(item) => {
                text.push('[');
                item.write(names, text);
                text.push(']');
            }
            Self::Impl(bound) => {
                text.push_str("impl ");
                bound.write(names, text);
            }
        }
    }
}

/// How generated items and items of the runtime are reached from where a type is written.
pub trait TypeNames {
    /// Appends the path to an item of the runtime.
    fn write_runtime(&self, name: &str, text: &mut String);

    /// Appends the path to a generated item.
    fn write_generated(&self, path: &Path, text: &mut String);
}
