//! What a generated type gets with one line.

/// Implements `Serialize`, `Deserialize`, `Debug`, [`Value`](crate::Value) and [`Respond`](crate::Respond) for a
/// [`Structured`](crate::Structured) type.
#[macro_export]
macro_rules! structured {
    ($type:ident) => {
        impl $crate::serde::Serialize for $type {
            fn serialize<S: $crate::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::serialize_structured(self, serializer)
            }
        }
        impl<'de> $crate::serde::Deserialize<'de> for $type {
            fn deserialize<D: $crate::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::deserialize_structured(deserializer)
            }
        }
        impl ::core::fmt::Debug for $type {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::debug_structured(self, ::core::stringify!($type), f)
            }
        }
        impl $crate::Value for $type {
            fn read_value<'de, D: $crate::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<$crate::Read<Self>, D::Error> {
                $crate::read_structured(deserializer)
            }
            fn read_into<'de, D: $crate::serde::Deserializer<'de>>(
                slot: $crate::Slot<'_, Self>,
                deserializer: D,
            ) -> ::core::result::Result<$crate::Outcome, D::Error> {
                $crate::read_structured_into(slot, deserializer)
            }
            fn write_value<S: $crate::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::serialize_structured(self, serializer)
            }
        }
        impl $crate::Respond for $type {
            type Output = Self;
            fn respond(answer: &$crate::Answer<'_>) -> ::core::result::Result<Self, $crate::Error> {
                $crate::respond_structured(answer)
            }
        }
    };
}

/// Implements `Serialize`, `Deserialize`, `Debug`, `Display`, `FromStr` and [`Value`](crate::Value) for an
/// [`Enumerated`](crate::Enumerated) type.
#[macro_export]
macro_rules! enumerated {
    ($type:ident) => {
        impl $crate::serde::Serialize for $type {
            fn serialize<S: $crate::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                serializer.serialize_str($crate::member_name(self))
            }
        }
        impl<'de> $crate::serde::Deserialize<'de> for $type {
            fn deserialize<D: $crate::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                let name = <::std::string::String as $crate::serde::Deserialize>::deserialize(deserializer)?;
                ::core::result::Result::Ok($crate::parse_member(&name))
            }
        }
        impl ::core::fmt::Debug for $type {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str($crate::member_name(self))
            }
        }
        impl ::core::fmt::Display for $type {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad($crate::member_name(self))
            }
        }
        impl ::core::str::FromStr for $type {
            type Err = ::core::convert::Infallible;
            fn from_str(name: &str) -> ::core::result::Result<Self, Self::Err> {
                ::core::result::Result::Ok($crate::parse_member(name))
            }
        }
        impl $crate::Value for $type {
            fn read_value<'de, D: $crate::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<$crate::Read<Self>, D::Error> {
                $crate::read_enumerated(deserializer)
            }
            fn write_value<S: $crate::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                serializer.serialize_str($crate::member_name(self))
            }
        }
    };
}
