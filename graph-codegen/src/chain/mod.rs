//! Finds the generated code for an HTTP method and a path, such as `POST /users/{id}/sendMail`.
//!
//! Paths are followed through the model rather than looked up, since a service can have infinitely many. The methods
//! are those of the plan, so the results match the generated code.

mod argument;
mod call;
mod names;
mod path;
mod selectors;

pub use argument::Argument;
pub use selectors::selectors;

use std::collections::HashMap;

use self::names::application_type;
use crate::{
    diagnostic::{Code, Diagnostic},
    edm::Model,
    plan::{Method as PlannedMethod, MethodKind, Package, RequestBuilder, Service},
    selection::{Method, ResourceShape, ServiceGraph, Target, walk},
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
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Chains<'p> {
    graph: ServiceGraph<'p>,
    service: Option<&'p Service>,
    builders: HashMap<ResourceShape, &'p RequestBuilder>,
}

/// A chain of calls that sends a request.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Chain {
    /// The Rust expression without the final `send`: `service.users().by_id(user_id).send_mail(parameters)`.
    pub expression: String,
    /// The variables in the expression, in order.
    pub arguments: Vec<Argument>,
    /// The type of the body, if there is one: `graph::UserSendMail`.
    pub body: Option<String>,
    /// The type that `send` returns on success: `graph_runtime::Object<graph::User>`, `()`.
    pub returns: String,
    /// The path with placeholders: `/users/{id}/sendMail`.
    pub template: String,
}

impl<'p> Chains<'p> {
    /// Creates an index of the methods in a plan.
    #[must_use]
    pub fn new(model: &'p Model, package: &'p Package) -> Self {
        let mut builders = HashMap::new();
        let mut modules = vec![&package.root];
        while let Some(module) = modules.pop() {
            builders.extend(module.builders.iter().map(|builder| (builder.shape, builder)));
            modules.extend(&module.modules);
        }
        Self { graph: ServiceGraph::new(model), service: package.service.as_ref(), builders }
    }

    /// Finds the chain for an HTTP method and a path.
    ///
    /// The path can be one of documentation (`/users/{id}/sendMail`), of a request
    /// (`/users/adele@contoso.com/sendMail`), or a URI template (`/users/{user%2Did}/sendMail`). Its query is ignored.
    ///
    /// # Errors
    ///
    /// Returns a diagnostic without a span if the path is not valid, or the request is not selected or not supported.
    pub fn find(&self, method: Method, path: &str) -> Result<Chain, Diagnostic> {
        let mut first_error = None;
        for target in walk(path, &self.graph)? {
            match self.at(method, &target) {
                Ok(chain) => return Ok(chain),
                Err(diagnostic) => first_error = first_error.or(Some(diagnostic)),
            }
        }
        Err(first_error.unwrap_or_else(|| unknown("the path does not end at a resource")))
    }

    fn at(&self, method: Method, target: &Target<'_>) -> Result<Chain, Diagnostic> {
        // An error at the end of a path is more helpful than one about the segments before it.
        let call = self.call(method, target)?;
        let mut expression = self.path(&target.path)?;
        expression.call(call);
        let (expression, arguments) = expression.finish();
        let exchange = call.kind.exchange();
        Ok(Chain {
            expression,
            arguments,
            body: exchange.and_then(|exchange| exchange.body.as_ref()).map(application_type),
            returns: exchange.map(|exchange| application_type(&exchange.output)).unwrap_or_default(),
            template: target.template(&self.graph),
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
