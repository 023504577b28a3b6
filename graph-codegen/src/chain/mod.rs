//! The generated code behind a URL: the chain of builders and the call that a documented path and an HTTP method become.
//!
//! A path is walked through the model, not looked up in a list (there is no end to Graph's paths), and the methods are those of the
//! plan, so what is said here is what is generated.

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

/// Finds chains in what is planned for a model.
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

/// A call in generated code.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Chain {
    /// The Rust expression, `service` being the entry point: `service.users().by_id(user_id).send_mail(parameters)`. `send` follows.
    pub expression: String,
    /// The variables in the expression, in their order.
    pub arguments: Vec<Argument>,
    /// The type of the body, if the call has one: `graph::UserSendMail`.
    pub body: Option<String>,
    /// What `send` gives, if all goes well: `graph_runtime::Object<graph::User>`, `()`.
    pub returns: String,
    /// The path with placeholders: `/users/{id}/sendMail`.
    pub template: String,
}

impl<'p> Chains<'p> {
    /// Chains of what is planned. They reach as far as the selection that the plan was made of.
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

    /// Finds the call of a method on a path, which is written as in documentation (`/users/{id}/sendMail`), as in a request
    /// (`/users/adele@contoso.com/sendMail`), or as a URI template (`/users/{user%2Did}/sendMail`); what follows `?` does not count.
    ///
    /// # Errors
    ///
    /// A diagnostic without a target that says why there is none.
    pub fn find(&self, method: Method, path: &str) -> Result<Chain, Diagnostic> {
        let mut refused = None;
        for target in walk(path, &self.graph)? {
            match self.at(method, &target) {
                Ok(chain) => return Ok(chain),
                Err(diagnostic) => refused = refused.or(Some(diagnostic)),
            }
        }
        Err(refused.unwrap_or_else(|| refuse("the path does not lead to a resource")))
    }

    fn at(&self, method: Method, target: &Target<'_>) -> Result<Chain, Diagnostic> {
        // A mistake at the end of a path says more than what is not selected before it.
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
            refuse(format!("no request builder of `{name}` is selected"))
        })
    }

    /// The method of a kind that a resource's request builder has.
    fn method(
        &self,
        shape: ResourceShape,
        what: &str,
        is_wanted: impl Fn(&MethodKind) -> bool,
    ) -> Result<&'p PlannedMethod, Diagnostic> {
        let builder = self.builder(shape)?;
        let found = builder.methods.iter().find(|method| is_wanted(&method.kind));
        found.ok_or_else(|| refuse(format!("no {what} of `{}` is selected", builder.source)))
    }
}

fn refuse(message: impl Into<String>) -> Diagnostic {
    Diagnostic::error(Code::SelectorUnknown, message)
}
