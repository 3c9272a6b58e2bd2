#include "services/fenghuo/directory_merge.hpp"

#include <set>

#include "common/config/values.hpp"
#include "services/fenghuo/directory_cells.hpp"
#include "services/fenghuo/directory_contacts.hpp"

namespace fenghuo::directory {
namespace {

using config::FaultList;
using config::Node;

constexpr const char* units = "units";
constexpr const char* roles = "roles";

std::string joined(const Node* node) {
  if (node == nullptr) return {};
  if (node->kind == Node::Kind::scalar) return node->scalar;
  std::string out;
  for (const Node& item : node->items) out += (out.empty() ? "" : "、") + item.scalar;
  return out;
}

// 分管领域 as people write it → the word in directory.yaml; empty when unknown.
std::string field_word(const std::string& text) {
  static const std::vector<std::pair<std::string, std::vector<std::string>>> words = {
      {"ideology", {"意识形态", "意识形态工作"}},
      {"grassroots", {"基层党建", "党建", "基层党建工作"}},
      {"integrity", {"党风廉政", "党风廉政建设", "党风廉政建设和党内监督", "党内监督"}},
      {"education", {"思想政治", "思想政治工作", "思政"}},
  };
  for (const auto& [word, names] : words) {
    if (text == word || std::find(names.begin(), names.end(), text) != names.end()) return word;
  }
  return {};
}

// Codes and names of what is there and of what the sheet adds.
class Known {
 public:
  void add(const std::string& id, const std::string& name) {
    ids_.insert(id);
    if (!name.empty()) by_name_[name].insert(id);
  }
  // A code, or a name that only one has; empty: neither.
  std::string find(const std::string& text) const {
    if (ids_.contains(text)) return text;
    const auto named = by_name_.find(text);
    return named != by_name_.end() && named->second.size() == 1 ? *named->second.begin() : std::string();
  }
  bool ambiguous(const std::string& text) const {
    const auto named = by_name_.find(text);
    return named != by_name_.end() && named->second.size() > 1;
  }

 private:
  std::set<std::string> ids_;
  std::map<std::string, std::set<std::string>> by_name_;
};

class Merging {
 public:
  Merging(const std::vector<Entry>& entries, const Node& directory, const Node& destinations, const std::string& file, FaultList& faults)
      : entries_(entries), directory_(directory), contacts_(directory, destinations), file_(file), faults_(faults) {
    for (const char* list : {units, roles}) {
      const auto& items = config::items_at(directory_, list);
      for (std::size_t i = 0; i < items.size(); ++i) {
        const std::string id = config::text_at(items[i], "id");
        index_[list].emplace(id, i);
        known_[list].add(id, config::text_at(items[i], "name"));
      }
    }
    for (const Entry& entry : entries_) {
      const auto name = entry.values.find(Column::name);
      known_[list_of(entry)].add(entry.id, name == entry.values.end() ? "" : name->second.text);
    }
  }

  Merge run() {
    for (const Entry& entry : entries_) merge_entry(entry);
    for (ContactChange& change : contacts_.changes()) {
      merge_.destinations.push_back({"destinations", change.index, std::move(change.item)});
      merge_.changes.push_back({change.index ? Change::What::change : Change::What::add,
                                "destinations",
                                change.id,
                                "",
                                change.row,
                                {{change.key, change.before, change.after}}});
    }
    return std::move(merge_);
  }

 private:
  static const char* list_of(const Entry& entry) { return entry.role ? roles : units; }

  void fault(const Entry& entry, std::size_t column, const std::string& what, const std::string& remedy) {
    note_fault(faults_, file_, entry.row, column, what, remedy);
  }

  void merge_entry(const Entry& entry) {
    const char* list = list_of(entry);
    const auto at = index_[list].find(entry.id);
    const bool fresh = at == index_[list].end();
    Node item = fresh ? new_item(entry) : config::items_at(directory_, list)[at->second];
    const Node before = fresh ? Node{} : item;
    if (fresh && !entry.values.contains(Column::name)) {
      fault(entry, 0, std::string("新增的") + (entry.role ? "角色" : "单位") + shown(entry.id) + "没有名称", "请填写名称");
    }
    if (!entry.role && !entry.unit_kind.empty() && !(entry.unit_kind == "office" && config::text_at(item, "kind").empty())) {
      config::set_key(item, "kind", config::scalar_node(entry.unit_kind));
    }
    for (const ColumnInfo& column : columns()) {
      const auto value = entry.values.find(column.column);
      if (value != entry.values.end() && !column.key.empty()) set_value(entry, column, value->second, item);
    }
    add_contacts(entry, item);
    note(entry, fresh, before, item, fresh ? std::nullopt : std::optional(at->second));
  }

  static Node new_item(const Entry& entry) {
    Node item;
    item.kind = Node::Kind::map;
    config::set_key(item, "id", config::scalar_node(entry.id));
    if (const auto name = entry.values.find(Column::name); name != entry.values.end()) {
      config::set_key(item, "name", config::scalar_node(name->second.text));
    }
    return item;
  }

  void set_value(const Entry& entry, const ColumnInfo& column, const Value& value, Node& item) {
    if (value.cleared || (column.holds == Holds::yes_no && value.text == "false")) return config::set_key(item, column.key, Node{});
    if (column.holds == Holds::codes) {
      std::vector<std::string> codes;
      for (const std::string& code : value.codes) codes.push_back(resolved(entry, column, value, code));
      return config::set_key(item, column.key, config::list_node(codes));
    }
    config::set_key(item, column.key,
                    config::scalar_node(column.holds == Holds::code ? resolved(entry, column, value, value.text) : value.text));
  }

  // What a reference means; a fault at its cell when nobody has that code or name.
  std::string resolved(const Entry& entry, const ColumnInfo& column, const Value& value, const std::string& text) {
    if (column.column == Column::fields) {
      const std::string word = field_word(text);
      if (word.empty()) fault(entry, value.column, "（分管领域）不认识" + shown(text), "请写意识形态、基层党建、党风廉政或思想政治");
      return word;
    }
    if (column.column == Column::contacts) {
      if (!contacts_.knows(text))
        fault(entry, value.column, "（联系方式）没有代号为" + shown(text) + "的地址", "请先写进 destinations.yaml，或填邮箱、回调地址");
      return text;
    }
    const bool of_units = column.column == Column::office || column.column == Column::party_orgs || column.column == Column::portfolio;
    const Known& known = known_[of_units ? units : roles];
    std::string id = known.find(text);
    if (id.empty()) {
      const std::string what = of_units ? "单位" : "角色";
      if (known.ambiguous(text)) {
        fault(entry, value.column, "（" + column.heading + "）有几个" + what + "都叫" + shown(text), "请写代号");
      } else {
        fault(entry, value.column, "（" + column.heading + "）没有代号或名称为" + shown(text) + "的" + what,
              "请核对，或在表里补上一行（不写个人姓名）");
      }
    }
    return id;
  }

  // A mailbox or an address of a system becomes a destination of its own, and a contact of the entry.
  void add_contacts(const Entry& entry, Node& item) {
    for (const Column column : {Column::callback, Column::mail}) {
      const auto value = entry.values.find(column);
      if (value == entry.values.end() || value->second.cleared) continue;
      auto listed = config::texts_at(item, "contacts");
      const std::string id = contacts_.give(entry, listed, column == Column::mail, value->second.text);
      if (std::find(listed.begin(), listed.end(), id) == listed.end()) {
        listed.push_back(id);
        config::set_key(item, "contacts", config::list_node(listed));
      }
      if (column == Column::callback && !entry.role && item.find("callback_secrets") == nullptr) {
        config::set_key(item, "callback_secrets", config::list_node({"file:secrets/callback_" + entry.id + ".key"}));
      }
    }
  }

  void note(const Entry& entry, bool fresh, const Node& before, const Node& item, std::optional<std::size_t> index) {
    Change change{fresh ? Change::What::add : Change::What::change, list_of(entry), entry.id, config::text_at(item, "name"), entry.row, {}};
    std::set<std::string> keys;
    for (const Node* node : {&before, &item}) {
      for (const Node& key : node->keys) {
        if (key.scalar == "id" || !keys.insert(key.scalar).second) continue;
        std::string was = joined(before.find(key.scalar)), is = joined(item.find(key.scalar));
        if (was == is) continue;
        if (!fresh && key.scalar == "valid_to" && !is.empty()) change.what = Change::What::end;
        change.fields.push_back({key.scalar, std::move(was), std::move(is)});
      }
    }
    if (!fresh && change.fields.empty()) {
      ++merge_.unchanged;
      return;
    }
    merge_.directory.push_back({list_of(entry), index, item});
    merge_.changes.push_back(std::move(change));
  }

  const std::vector<Entry>& entries_;
  const Node& directory_;
  Contacts contacts_;
  const std::string& file_;
  FaultList& faults_;
  std::map<std::string, std::map<std::string, std::size_t>> index_;
  std::map<std::string, Known> known_;
  Merge merge_;
};

}  // namespace

Merge merge(const std::vector<Entry>& entries, const Node& directory, const Node& destinations, const std::string& file,
            FaultList& faults) {
  return Merging(entries, directory, destinations, file, faults).run();
}

}  // namespace fenghuo::directory
