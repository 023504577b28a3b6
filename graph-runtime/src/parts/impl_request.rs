/// Implements the methods that all requests have, and [`Operation`](crate::Operation), for a type with a field `parts`.
///
/// `$reader` reads the response ([`Respond`](crate::Respond)) as `$output`.
macro_rules! impl_request {
    (
        $name:ident $(<$parameter:ident $(: $bound:ident $(+ $more:ident)*)? $(, $free:ident $(: $and:ident)?)*>)?,
        $reader:ty => $output:ty
    ) => {
        $crate::parts::impl_request_options!($name $(<$parameter $(: $bound $(+ $more)*)? $(, $free $(: $and)?)*>)?);

        impl$(<$parameter $(: $bound $(+ $more)*)? $(, $free $(: $and)?)*>)? $name$(<$parameter $(, $free)*>)? {
            /// Sends the request and reads the response.
            ///
            /// # Errors
            ///
            /// See [`Error`](crate::Error); [`ErrorKind::InvalidRequest`](crate::ErrorKind::InvalidRequest) if the
            /// request cannot be built.
            pub fn send(
                self,
            ) -> impl ::std::future::Future<Output = Result<$output, $crate::error::Error>> + Send {
                async move { self.parts.resource.client().execute(&self).await }
            }
        }

        /// Sends the request, as `send` does: `request.await`.
        impl$(<$parameter: 'static $(+ $bound $(+ $more)*)? $(, $free: 'static $(+ $and)?)*>)? ::std::future::IntoFuture
            for $name$(<$parameter $(, $free)*>)?
        {
            type Output = Result<$output, $crate::error::Error>;
            type IntoFuture = $crate::sync::BoxFuture<'static, Self::Output>;

            fn into_future(self) -> Self::IntoFuture {
                Box::pin(self.send())
            }
        }

        impl$(<$parameter $(: $bound $(+ $more)*)? $(, $free $(: $and)?)*>)? $crate::operation::Operation
            for $name$(<$parameter $(, $free)*>)?
        {
            type Output = $output;

            fn description(&self) -> &$crate::description::Description {
                &self.parts.description
            }

            fn request(
                &self,
                root: &$crate::service::ServiceRoot,
            ) -> Result<http::Request<bytes::Bytes>, $crate::error::Error> {
                self.parts.request(root)
            }

            fn options(&self) -> Option<&$crate::pipeline::CallOptions> {
                self.parts.call_options()
            }

            fn redirects(&self) -> $crate::transport::Redirects {
                <$reader as $crate::operation::Respond>::REDIRECTS
            }

            fn read(&self, response: http::Response<bytes::Bytes>) -> Result<Self::Output, $crate::error::Error> {
                $crate::operation::read_response::<$reader>(response, &self.parts.description, self.parts.headers())
            }
        }
    };
}

/// Implements the setters that all requests have.
macro_rules! impl_request_options {
    ($name:ident $(<$parameter:ident $(: $bound:ident $(+ $more:ident)*)? $(, $free:ident $(: $and:ident)?)*>)?) => {
        impl$(<$parameter $(: $bound $(+ $more)*)? $(, $free $(: $and)?)*>)? $name$(<$parameter $(, $free)*>)? {
            /// Sets a header. If the name or value is not valid in HTTP, `send` returns an error.
            ///
            /// Preferences (`Prefer`) are merged into one list; one that is set again replaces the earlier one.
            pub fn header(mut self, name: &str, value: &str) -> Self {
                self.parts.set_header(name, value);
                self
            }

            /// Sets a query option that has no method of its own. The value is percent-encoded.
            pub fn query_option(mut self, name: &str, value: &str) -> Self {
                self.parts.set_query_option(name, value);
                self
            }

            /// Sets a query option that the service requires. Generated code calls this.
            #[doc(hidden)]
            pub fn with_query_option(self, name: &'static str, value: &dyn ::std::fmt::Display) -> Self {
                self.query_option(name, &value.to_string())
            }

            /// Sets a header that the service requires. Generated code calls this.
            #[doc(hidden)]
            pub fn with_header(self, name: &'static str, value: &dyn ::std::fmt::Display) -> Self {
                self.header(name, &value.to_string())
            }

            /// Sets the permissions in the description. Generated code calls this.
            #[doc(hidden)]
            pub fn with_permissions(mut self, permissions: &'static $crate::description::Permissions) -> Self {
                self.parts.description = self.parts.description.with_permissions(permissions);
                self
            }

            /// Restricts the clouds in the description; see
            /// [`Availability::from_bits`](crate::facts::Availability::from_bits). Generated code calls this.
            #[doc(hidden)]
            pub fn in_clouds(mut self, bits: u16) -> Self {
                let clouds = $crate::description::Availability::from_bits(bits);
                self.parts.description = self.parts.description.in_clouds(clouds);
                self
            }

            /// Declares that the clouds are not known. Generated code calls this.
            #[doc(hidden)]
            pub fn in_unknown_clouds(mut self) -> Self {
                self.parts.description = self.parts.description.in_unknown_clouds();
                self
            }

            /// Sets options that override the client's settings for this call.
            #[doc(alias = "timeout")]
            #[doc(alias = "call_timeout")]
            #[doc(alias = "retry")]
            #[doc(alias = "gzip")]
            pub fn with_options(mut self, options: $crate::pipeline::CallOptions) -> Self {
                self.parts.set_call_options(options);
                self
            }
        }
    };
}

pub(crate) use impl_request;
pub(crate) use impl_request_options;
