//! Finds the generated code for an HTTP method and a path, such as `POST /users/{id}/sendMail`.
//!
//! Paths are followed through the model rather than looked up, since a service can have infinitely many. The methods
//! are those of the plan, so the results match the generated code.

mod argument;
mod call;
mod given;
mod names;
mod path;
mod query;
mod selectors;
#[cfg(feature = "cli")]
mod unknown_names;

pub use argument::Argument;
#[cfg(feature = "cli")]
pub(crate) use call::not_supported;
pub(crate) use names::application_type;
#[cfg(feature = "cli")]
pub(crate) use path::variable_stem;
pub use selectors::selectors;
#[cfg(feature = "cli")]
pub(crate) use unknown_names::unknown_names;

use std::collections::HashMap;

use self::{given::GivenArguments, query::Types};
use crate::{
    diagnostic::{Code, Diagnostic},
    edm::Model,
    facts::is_long_running,
    naming::Identifier,
    plan::{Method as PlannedMethod, MethodKind, Package, Path, RequestBuilder, Service},
    selection::{Method, RequestLine, ResourceShape, ServiceGraph, Target, walk},
};
#[cfg(feature = "cli")]
use crate::{
    diagnostic::{FileId, Span},
    selection::{offset_in, walk_in},
};

/// Finds the calls of generated methods that send a request.
///
/// ```
/// use graph_codegen::{Builder, chain::Chains, selection::Method};
///
/// # fn main() -> Result<(), graph_codegen::Error> {
/// let planned = Builder::new().select("/users/{id}/reprocessLicenseAssignment").plan()?;
/// let chains = Chains::new(&planned.selected.resolved.model, &planned.package);
/// let chain = chains.find(Method::Post, "/users/adele@contoso.com/reprocessLicenseAssignment").unwrap();
/// assert_eq!(chain.expression, "service.users().by_id(user_id).reprocess_license_assignment()");
/// assert_eq!(chain.returns, "graph_runtime::Object<graph::User>");
///
/// let planned = Builder::new().select("/users").plan()?;
/// let chains = Chains::new(&planned.selected.resolved.model, &planned.package);
/// let chain = chains.find(Method::Get, "/v1.0/users?$select=id,displayName&$top=5").unwrap();
/// assert_eq!(
///     chain.expression,
///     "service.users().get().select((graph::User::ID, graph::User::DISPLAY_NAME)).top(5)"
/// );
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Chains<'p> {
    graph: ServiceGraph<'p>,
    service: Option<&'p Service>,
    builders: HashMap<ResourceShape, &'p RequestBuilder>,
    types: Types<'p>,
}

/// A chain of calls that sends a request.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Chain {
    /// The Rust expression without the final `send` or `begin`: `service.users().by_id(user_id).send_mail(parameters)`.
    pub expression: String,
    /// The name of the method that creates the request, as code has it: `send_mail`, `r#move`.
    pub name: String,
    /// Where each call in the expression begins, in bytes, for breaking it into lines.
    pub(crate) calls: Vec<usize>,
    /// The variables in the expression, in order.
    pub arguments: Vec<Argument>,
    /// The type of the body, if there is one: `graph::UserSendMail`.
    pub body: Option<String>,
    /// The type that `send` returns on success: `graph_runtime::Object<graph::User>`, `()`.
    pub returns: String,
    /// The path with placeholders: `/users/{id}/sendMail`.
    pub template: String,
    /// Whether Graph is known to work on the request after it has responded, so that `begin` replaces `send`.
    ///
    /// The metadata does not say so; other requests may be long-running as well.
    pub is_long_running: bool,
}

impl<'p> Chains<'p> {
    /// Creates an index of the methods in a plan.
    #[must_use]
    pub fn new(model: &'p Model, package: &'p Package) -> Self {
        let (mut builders, mut types) = (HashMap::new(), Types::default());
        let mut modules = vec![(Vec::new(), &package.root)];
        while let Some((path, module)) = modules.pop() {
            builders.extend(module.builders.iter().map(|builder| (builder.shape, builder)));
            let of_name = |name: &Identifier| Path::new(path.clone(), name.clone());
            types.structures.extend(module.structures.iter().map(|found| (of_name(&found.name), found)));
            types.enumerations.extend(module.enumerations.iter().map(|found| (of_name(&found.name), found)));
            modules.extend(module.modules.iter().map(|inner| {
                let path = path.iter().chain(&inner.name).cloned().collect();
                (path, inner)
            }));
        }
        Self { graph: ServiceGraph::new(model), service: package.service.as_ref(), builders, types }
    }

    /// Finds the chain for an HTTP method and a path.
    ///
    /// The path can be one of documentation (`/users/{id}/sendMail`), of a request
    /// (`https://graph.microsoft.com/v1.0/users/adele@contoso.com/messages?$top=5`), or a URI template
    /// (`/users/{user%2Did}/sendMail`); see [`RequestLine`]. The options of its query become calls.
    ///
    /// # Errors
    ///
    /// Returns a diagnostic without a span if the path is not valid, or the request is not selected or not supported.
    pub fn find(&self, method: Method, path: &str) -> Result<Chain, Diagnostic> {
        self.first(method, &RequestLine::parse(path), walk(path, &self.graph)?)
    }

    /// Like [`find`](Self::find), for a request that is all of `file`: diagnostics have spans.
    #[cfg(feature = "cli")]
    pub(crate) fn find_in(&self, method: Method, text: &str, file: FileId) -> Result<Chain, Diagnostic> {
        let line = RequestLine::parse(text);
        let found = self.first(method, &line, walk_in(text, file, &self.graph)?);
        found.map_err(|diagnostic| {
            let at = offset_in(text, line.path);
            diagnostic.or_at(Span::new(file, at, at + line.path.len()))
        })
    }

    fn first(&self, method: Method, line: &RequestLine<'_>, targets: Vec<Target<'_>>) -> Result<Chain, Diagnostic> {
        let mut first_error = None;
        for target in targets {
            match self.at(method, line, &target.of_method(method, &self.graph)) {
                Ok(chain) => return Ok(chain),
                Err(diagnostic) => first_error = first_error.or(Some(diagnostic)),
            }
        }
        Err(first_error.unwrap_or_else(|| unknown("the path does not end at a resource")))
    }

    fn at(&self, method: Method, line: &RequestLine<'_>, target: &Target<'_>) -> Result<Chain, Diagnostic> {
        // An error at the end of a path is more helpful than one about the segments before it.
        let call = self.call(method, target)?;
        let mut given = GivenArguments::of(line);
        let mut expression = self.path(&target.path, &mut given)?;
        let given = given.next(call);
        expression.call(call, &given);
        self.query(line, call, &mut expression);
        let (expression, calls, arguments) = expression.finish();
        let exchange = call.kind.exchange();
        Ok(Chain {
            expression,
            name: call.name.written().to_owned(),
            calls,
            arguments,
            body: exchange.and_then(|exchange| exchange.body.as_ref()).map(application_type),
            returns: exchange.map(|exchange| application_type(&exchange.output)).unwrap_or_default(),
            template: target.template(&self.graph),
            is_long_running: matches!(&call.kind, MethodKind::Action(action)
                if is_long_running(self.graph.model(), action.origin)),
        })
    }

    fn service_methods(&self) -> &'p [PlannedMethod] {
        self.service.map_or(&[], |service| &service.methods)
    }

    fn builder(&self, shape: ResourceShape) -> Result<&'p RequestBuilder, Diagnostic> {
        self.builders.get(&shape).copied().ok_or_else(|| {
            let name = &self.graph.model().type_(shape.entity_type()).name;
            unknown(format!("no request builder is selected for `{name}`"))
        })
    }

    /// Finds a method of a resource's request builder.
    fn method(
        &self,
        shape: ResourceShape,
        what: &str,
        is_wanted: impl Fn(&MethodKind) -> bool,
    ) -> Result<&'p PlannedMethod, Diagnostic> {
        let builder = self.builder(shape)?;
        let found = builder.methods.iter().find(|method| is_wanted(&method.kind));
        found.ok_or_else(|| unknown(format!("no {what} is selected for `{}`", builder.source)))
    }
}

fn unknown(message: impl Into<String>) -> Diagnostic {
    Diagnostic::error(Code::SelectorUnknown, message)
}
