/// What everything that is ready to be sent can do: take a header, take options, be sent, and be an [`Operation`](crate::Operation).
/// The type has a field `parts`; `$answer` is who reads the answer ([`Respond`](crate::Respond)), `$output` what it becomes.
macro_rules! impl_request {
    ($name:ident $(<$parameter:ident $(: $bound:ident $(+ $more:ident)*)? $(, $free:ident)?>)?, $answer:ty => $output:ty) => {
        $crate::parts::impl_request_options!($name $(<$parameter $(: $bound $(+ $more)*)? $(, $free)?>)?);

        impl$(<$parameter $(: $bound $(+ $more)*)? $(, $free)?>)? $name$(<$parameter $(, $free)?>)? {
            /// Sends the request and reads the answer.
            ///
            /// # Errors
            ///
            /// See [`Error`]($crate::Error); [`ErrorKind::InvalidRequest`]($crate::ErrorKind::InvalidRequest) if the
            /// request cannot be built.
            pub fn send(
                self,
            ) -> impl ::std::future::Future<Output = Result<$output, $crate::error::Error>> + Send {
                async move { self.parts.resource.client().execute(&self).await }
            }
        }

        impl$(<$parameter $(: $bound $(+ $more)*)? $(, $free)?>)? $crate::operation::Operation for $name$(<$parameter $(, $free)?>)? {
            type Output = $output;

            fn description(&self) -> &$crate::description::Description {
                &self.parts.description
            }

            fn request(&self, root: &$crate::service::ServiceRoot) -> Result<http::Request<bytes::Bytes>, $crate::error::Error> {
                self.parts.request(root)
            }

            fn options(&self) -> Option<&$crate::pipeline::CallOptions> {
                self.parts.call_options()
            }

            fn redirects(&self) -> $crate::transport::Redirects {
                <$answer as $crate::operation::Respond>::REDIRECTS
            }

            fn read(&self, response: http::Response<bytes::Bytes>) -> Result<Self::Output, $crate::error::Error> {
                $crate::operation::read_response::<$answer>(response, &self.parts.description, self.parts.headers())
            }
        }
    };
}

/// What can be set on everything that is ready to be sent.
macro_rules! impl_request_options {
    ($name:ident $(<$parameter:ident $(: $bound:ident $(+ $more:ident)*)? $(, $free:ident)?>)?) => {
        impl$(<$parameter $(: $bound $(+ $more)*)? $(, $free)?>)? $name$(<$parameter $(, $free)?>)? {
            /// Adds a header, or replaces it. A name or value that HTTP does not allow is reported by `send`.
            pub fn header(mut self, name: &str, value: &str) -> Self {
                self.parts.set_header(name, value);
                self
            }

            /// Adds a query option, or replaces it: one of the service's own, or one that has no method here. The value is percent-encoded.
            pub fn query_option(mut self, name: &str, value: &str) -> Self {
                self.parts.set_query_option(name, value);
                self
            }

            /// Says what is known of the permissions that it needs. Generated code calls this.
            #[doc(hidden)]
            pub fn with_permissions(mut self, permissions: &'static $crate::description::Permissions) -> Self {
                self.parts.description.permissions = permissions;
                self
            }

            /// Says which clouds have it. Generated code calls this.
            #[doc(hidden)]
            pub fn with_clouds(mut self, clouds: &'static [&'static str]) -> Self {
                self.parts.description.clouds = clouds;
                self
            }

            /// Sets what this call does differently from its client's settings: retries, time.
            pub fn with_options(mut self, options: $crate::pipeline::CallOptions) -> Self {
                self.parts.set_call_options(options);
                self
            }
        }
    };
}

pub(crate) use impl_request;
pub(crate) use impl_request_options;
