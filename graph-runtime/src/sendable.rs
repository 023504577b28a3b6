/// What everything that is ready to be sent can do: take a header, take options, be sent, and be an [`Operation`](crate::Operation).
/// The type has a field `prepared`; `$answer` is who reads the answer ([`Respond`](crate::Respond)), `$output` what it becomes.
macro_rules! sendable {
    ($name:ident $(<$parameter:ident $(: $bound:ident $(+ $more:ident)*)? $(, $free:ident)?>)?, $answer:ty => $output:ty) => {
        $crate::sendable::adjustable!($name $(<$parameter $(: $bound $(+ $more)*)? $(, $free)?>)?);

        impl$(<$parameter $(: $bound $(+ $more)*)? $(, $free)?>)? $name$(<$parameter $(, $free)?>)? {
            /// Sends the request and reads the answer.
            ///
            /// # Errors
            ///
            /// See [`Error`]($crate::Error); [`ErrorKind::InvalidRequest`]($crate::ErrorKind::InvalidRequest) if the
            /// request cannot be built.
            pub fn send(
                self,
            ) -> impl ::std::future::Future<Output = Result<$output, $crate::Error>> + Send {
                async move { self.prepared.resource.client().execute(&self).await }
            }
        }

        impl$(<$parameter $(: $bound $(+ $more)*)? $(, $free)?>)? $crate::Operation for $name$(<$parameter $(, $free)?>)? {
            type Output = $output;

            fn description(&self) -> &$crate::Description {
                &self.prepared.description
            }

            fn request(&self, root: &$crate::ServiceRoot) -> Result<http::Request<bytes::Bytes>, $crate::Error> {
                self.prepared.request(root)
            }

            fn options(&self) -> Option<&$crate::CallOptions> {
                self.prepared.call_options()
            }

            fn redirects(&self) -> $crate::Redirects {
                <$answer as $crate::Respond>::REDIRECTS
            }

            fn read(&self, response: http::Response<bytes::Bytes>) -> Result<Self::Output, $crate::Error> {
                $crate::respond::read::<$answer>(response, &self.prepared.description, self.prepared.headers())
            }
        }
    };
}

/// What can be set on everything that is ready to be sent.
macro_rules! adjustable {
    ($name:ident $(<$parameter:ident $(: $bound:ident $(+ $more:ident)*)? $(, $free:ident)?>)?) => {
        impl$(<$parameter $(: $bound $(+ $more)*)? $(, $free)?>)? $name$(<$parameter $(, $free)?>)? {
            /// Adds a header, or replaces it. A name or value that HTTP does not allow is reported by `send`.
            pub fn header(mut self, name: &str, value: &str) -> Self {
                self.prepared.set_header(name, value);
                self
            }

            /// Adds a query option, or replaces it: one of the service's own, or one that has no method here. The value is percent-encoded.
            pub fn query_option(mut self, name: &str, value: &str) -> Self {
                self.prepared.set_query_option(name, value);
                self
            }

            /// Says what is known of the permissions that it needs. Generated code calls this.
            #[doc(hidden)]
            pub fn with_permissions(mut self, permissions: &'static $crate::Permissions) -> Self {
                self.prepared.description.permissions = permissions;
                self
            }

            /// Says which clouds have it. Generated code calls this.
            #[doc(hidden)]
            pub fn with_clouds(mut self, clouds: &'static [&'static str]) -> Self {
                self.prepared.description.clouds = clouds;
                self
            }

            /// Sets what this call does differently from its client's settings: retries, time.
            pub fn with_options(mut self, options: $crate::CallOptions) -> Self {
                self.prepared.set_call_options(options);
                self
            }
        }
    };
}

pub(crate) use adjustable;
pub(crate) use sendable;
