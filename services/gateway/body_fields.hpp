// The fields of a JSON body by which people and systems act: strings, times, lists, numbers, each with a limit; the first fault is kept and
// names the field and the way out, never a value. One request's, no thread's for longer.
#pragma once

#include <boost/json.hpp>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/result.hpp"

namespace fenghuo::gateway {

Result<boost::json::object> read_object(std::string_view body);

class Fields {
 public:
  explicit Fields(const boost::json::object& object) : object_(object) {}  // must outlive it

  bool has(const char* name) const;                           // there, and not null
  std::string word(const char* name);                         // at most 128 bytes
  std::string free_text(const char* name);                    // at most as long as people may type
  std::int64_t time(const char* name);                        // RFC 3339 with its offset, as UTC ms; 0: not there
  std::uint32_t whole(const char* name, std::uint32_t most);  // 0: not there
  bool flag(const char* name);
  std::vector<std::string> words(const char* name, std::size_t most);

  void need(const char* name, const std::string& value, const char* otherwise);
  // Anything else is a fault that does not repeat it.
  void only(std::initializer_list<std::string_view> names);
  void fault(std::string what);
  const std::string& fault() const { return fault_; }

 private:
  std::string text(const char* name, std::size_t most);
  std::string checked(const char* name, const boost::json::value& value, std::size_t most);

  const boost::json::object& object_;
  std::string fault_;
};

}  // namespace fenghuo::gateway
