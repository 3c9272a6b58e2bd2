// Mailboxes and callback addresses of a sheet as destinations: one that only this entry uses is changed, else a new one is made for it.
// Pure; not thread-safe: one per merge. The tree it is given must outlive it.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "common/config/node.hpp"
#include "services/fenghuo/directory_rows.hpp"

namespace fenghuo::directory {

struct ContactChange {
  std::optional<std::size_t> index;  // the destination that is changed; nullopt = a new one
  config::Node item;
  std::string id, key, before, after;  // key: address (mail) or url
  std::size_t row = 0;
};

class Contacts {
 public:
  Contacts(const config::Node& directory, const config::Node& destinations);

  bool knows(const std::string& id) const { return by_id_.contains(id); }
  // The destination with this address for an entry that has these contacts; made or changed when need be.
  std::string give(const Entry& entry, const std::vector<std::string>& listed, bool mail, const std::string& address);
  std::vector<ContactChange>& changes() { return changes_; }

 private:
  std::string channel_of(const config::Node& item) const;
  std::string free_id(const Entry& entry, bool mail) const;
  void change(const Entry& entry, const std::string& id, const char* key, const std::string& address);
  void add(const Entry& entry, const std::string& id, bool mail, const std::string& address);

  std::string default_channel_;
  std::vector<config::Node> items_;  // as they are after the changes so far
  std::map<std::string, std::size_t> by_id_;
  std::map<std::string, std::set<std::string>> users_;  // the entries that have it among their contacts: "units/hqbz"
  std::size_t there_ = 0;                               // items that were there before
  std::vector<ContactChange> changes_;
};

}  // namespace fenghuo::directory
