#include "services/fenghuo/directory_contacts.hpp"

#include "common/config/values.hpp"
#include "common/config/yaml_items.hpp"

namespace fenghuo::directory {

using config::Node;

Contacts::Contacts(const Node& directory, const Node& destinations)
    : default_channel_(config::text_at(config::map_at(destinations, "defaults"), "channel", "webhook")),
      items_(config::items_at(destinations, "destinations")),
      there_(items_.size()) {
  for (std::size_t i = 0; i < items_.size(); ++i) by_id_.emplace(config::text_at(items_[i], "id"), i);
  for (const char* list : {"units", "roles"}) {
    for (const Node& entry : config::items_at(directory, list)) {
      for (const auto& contact : config::texts_at(entry, "contacts"))
        users_[contact].insert(std::string(list) + "/" + config::text_at(entry, "id"));
    }
  }
}

std::string Contacts::channel_of(const Node& item) const { return config::text_at(item, "channel", default_channel_); }

// hqbz, hqbz_mail; with a number behind when a role and a unit have the same code.
std::string Contacts::free_id(const Entry& entry, bool mail) const {
  const std::string base = entry.id.substr(0, 40) + (mail ? "_mail" : "");
  if (!knows(base)) return base;
  for (int n = 2;; ++n) {
    if (std::string id = base + "_" + std::to_string(n); !knows(id)) return id;
  }
}

std::string Contacts::give(const Entry& entry, const std::vector<std::string>& listed, bool mail, const std::string& address) {
  const char* key = mail ? "address" : "url";
  const std::string user = (entry.role ? "roles/" : "units/") + entry.id;
  std::string own;
  for (const std::string& id : listed) {
    const auto at = by_id_.find(id);
    if (at == by_id_.end() || channel_of(items_[at->second]) != (mail ? "mail" : "webhook")) continue;
    if (config::text_at(items_[at->second], key) == address) return id;
    users_[id].insert(user);
    if (own.empty() && users_[id].size() == 1) own = id;
  }
  if (!own.empty()) {
    change(entry, own, key, address);
    return own;
  }
  std::string id = free_id(entry, mail);
  add(entry, id, mail, address);
  return id;
}

void Contacts::change(const Entry& entry, const std::string& id, const char* key, const std::string& address) {
  const std::size_t index = by_id_[id];
  ContactChange change{
      index < there_ ? std::optional(index) : std::nullopt, {}, id, key, config::text_at(items_[index], key), address, entry.row};
  config::set_key(items_[index], key, config::scalar_node(address));
  change.item = items_[index];
  changes_.push_back(std::move(change));
}

void Contacts::add(const Entry& entry, const std::string& id, bool mail, const std::string& address) {
  Node item;
  item.kind = Node::Kind::map;
  config::set_key(item, "id", config::scalar_node(id));
  const std::string channel = mail ? "mail" : "webhook";
  if (channel != default_channel_) config::set_key(item, "channel", config::scalar_node(channel));
  config::set_key(item, mail ? "address" : "url", config::scalar_node(address));
  if (!mail) config::set_key(item, "secrets", config::list_node({"file:secrets/hook_" + id + ".key"}));
  by_id_.emplace(id, items_.size());
  items_.push_back(item);
  users_[id].insert((entry.role ? "roles/" : "units/") + entry.id);
  changes_.push_back({std::nullopt, std::move(item), id, mail ? "address" : "url", "", address, entry.row});
}

}  // namespace fenghuo::directory
