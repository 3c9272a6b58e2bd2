// What can go wrong is a value: Result<T> holds a T or an Error whose text names the thing, the value and the way out.
// Exceptions are for what can't happen. Thread-safe as far as T is.
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace fenghuo {

struct Error {
  std::string message;
};

template <class T>
using Result = tl::expected<T, Error>;

inline tl::unexpected<Error> fail(std::string message) { return tl::unexpected<Error>(Error{std::move(message)}); }

}  // namespace fenghuo
