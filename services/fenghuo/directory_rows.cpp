#include "services/fenghuo/directory_rows.hpp"

#include "common/base/bytes.hpp"
#include "common/config/forms.hpp"
#include "common/config/shape.hpp"
#include "services/fenghuo/directory_cells.hpp"

namespace fenghuo::directory {
namespace {

constexpr std::size_t heading_within = 10;  // a title and a note may stand above the headings

struct Kind {
  std::string_view word;
  bool role;
  std::string_view unit_kind;
  bool leader;
};
constexpr Kind kinds[] = {
    {"单位", false, "", false},
    {"职能部门", false, "office", false},
    {"学院", false, "college", false},
    {"二级学院", false, "college", false},
    {"党组织", false, "party_org", false},
    {"二级党组织", false, "party_org", false},
    {"角色", true, "", false},
    {"席位", true, "", false},
    {"集体", true, "", false},
    {"班子成员", true, "", true},
};

// Typed as "nothing" on purpose.
bool says_none(std::string_view text) { return text == "无" || text == "-" || text == "—" || text == "——" || text == "/"; }

struct Heading {
  std::size_t row = 0;                     // 0 = not found
  std::vector<const ColumnInfo*> columns;  // nullptr: nothing stands above
};

class Reading {
 public:
  Reading(const sheet::Sheet& sheet, const std::string& file, config::FaultList& faults) : sheet_(sheet), file_(file), faults_(faults) {}

  std::vector<Entry> read() {
    const Heading heading = find_heading();
    std::vector<Entry> entries;
    if (heading.row == 0 || faults_.errors() > 0) return entries;
    std::map<std::pair<bool, std::string>, std::size_t> seen;
    for (std::size_t row = heading.row + 1; row <= sheet_.rows.size(); ++row) {
      auto entry = read_row(heading, row);
      if (!entry) continue;
      const auto [first, fresh] = seen.emplace(std::pair{entry->role, entry->id}, row);
      if (fresh) {
        entries.push_back(std::move(*entry));
      } else {
        fault(row, column_of(heading, Column::id), "代号" + shown(entry->id) + "在第" + std::to_string(first->second) + "行已经出现",
              "请合并成一行，或换一个代号");
      }
    }
    return entries;
  }

 private:
  void fault(std::size_t row, std::size_t column, const std::string& what, const std::string& remedy) {
    note_fault(faults_, file_, row, column, what, remedy);
  }

  static std::size_t column_of(const Heading& heading, Column column) {
    for (std::size_t i = 0; i < heading.columns.size(); ++i) {
      if (heading.columns[i] != nullptr && heading.columns[i]->column == column) return i + 1;
    }
    return 0;
  }

  Heading find_heading() {
    for (std::size_t row = 1; row <= std::min(sheet_.rows.size(), heading_within); ++row) {
      int known = 0;
      for (const std::string& cell : sheet_.rows[row - 1]) known += find_column(cell) != nullptr ? 1 : 0;
      const auto& cells = sheet_.rows[row - 1];
      const bool has_kind = std::any_of(cells.begin(), cells.end(), [](const auto& cell) {
        const auto* column = find_column(cell);
        return column != nullptr && column->column == Column::kind;
      });
      if (known >= 2 && has_kind) return read_heading(row);
    }
    missing_heading();
    return {};
  }

  // A heading of one cell is often one that a full-width comma holds together.
  void missing_heading() {
    const auto& first = sheet_.rows.front();
    for (std::size_t i = 0; i < first.size(); ++i) {
      const auto comma = first[i].find("，");
      if (comma == std::string::npos || find_column(std::string_view(first[i]).substr(0, comma)) == nullptr) continue;
      return fault(1, i + 1, "用了全角逗号“，”，请改为“,”。", "");
    }
    fault(1, 0, "找不到表头：前" + std::to_string(heading_within) + "行里没有同时含“种类”和“代号”的一行",
          "用 fenghuo directory template 名册.xlsx 生成空表");
  }

  Heading read_heading(std::size_t row) {
    Heading heading{row, {}};
    const auto& cells = sheet_.rows[row - 1];
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const ColumnInfo* found = trimmed(cells[i]).empty() ? nullptr : find_column(cells[i]);
      heading.columns.push_back(found);
      if (found == nullptr && !trimmed(cells[i]).empty()) unknown_heading(row, i + 1, cells[i]);
      if (found == nullptr) continue;
      const auto again = std::count(heading.columns.begin(), heading.columns.end(), found);
      if (again > 1) fault(row, i + 1, "“" + found->heading + "”这一列出现了两次", "请删去一列");
    }
    for (const Column needed : {Column::kind, Column::id}) {
      if (column_of(heading, needed) == 0) fault(row, 0, "没有“" + info_of(needed).heading + "”这一列", "请补上");
    }
    return heading;
  }

  void unknown_heading(std::size_t row, std::size_t column, const std::string& cell) {
    if (personal_heading(cell)) return fault(row, column, shown(cell) + "是个人信息，不导入", "请删去这一列");
    std::string known;
    for (const ColumnInfo& one : columns()) known += (known.empty() ? "" : "、") + one.heading;
    fault(row, column, "不认识的列：" + shown(cell), "可用的列：" + known);
  }

  std::optional<Entry> read_row(const Heading& heading, std::size_t row) {
    const auto& cells = sheet_.rows[row - 1];
    if (std::all_of(cells.begin(), cells.end(), [](const auto& cell) { return trimmed(cell).empty(); })) return std::nullopt;
    Entry entry;
    entry.row = row;
    if (!read_kind(entry, cells, column_of(heading, Column::kind)) || !read_id(entry, cells, column_of(heading, Column::id)))
      return std::nullopt;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const std::string text = trimmed(cells[i]);
      if (text.empty()) continue;
      const ColumnInfo* column = i < heading.columns.size() ? heading.columns[i] : nullptr;
      if (column == nullptr) {
        fault(row, i + 1, "有内容，上面却没有表头：" + shown(text), "请补上表头，或清空这一格");
      } else if (column->column != Column::kind && column->column != Column::id) {
        read_cell(entry, *column, i + 1, text);
      }
    }
    return entry;  // also with faults in its cells: other rows may refer to it
  }

  static std::string cell_at(const sheet::Row& cells, std::size_t column) {
    return column >= 1 && column <= cells.size() ? trimmed(cells[column - 1]) : std::string();
  }

  bool read_kind(Entry& entry, const sheet::Row& cells, std::size_t column) {
    const std::string word = cell_at(cells, column);
    const auto kind = std::find_if(std::begin(kinds), std::end(kinds), [&](const Kind& one) { return one.word == word; });
    if (kind == std::end(kinds)) {
      fault(entry.row, column, word.empty() ? "没有写种类" : "不认识的种类：" + shown(word), "请写单位、学院、党组织、角色或班子成员");
      return false;
    }
    entry.role = kind->role;
    entry.unit_kind = kind->unit_kind;
    if (kind->leader) entry.values[Column::leader] = {column, false, "true", {}};
    return true;
  }

  bool read_id(Entry& entry, const sheet::Row& cells, std::size_t column) {
    const std::string text = cell_at(cells, column);
    const auto id = read_code(text);
    if (!id) {
      fault(entry.row, column, id.error().what, id.error().remedy);
    } else if (!config::valid_id(*id)) {
      fault(entry.row, column, text.empty() ? "没有写代号" : "代号不合规则：" + shown(text),
            "请写小写字母开头，只含小写字母、数字、下划线和减号的代号，如 hqbz");
    } else {
      entry.id = *id;
    }
    return !entry.id.empty();
  }

  void read_cell(Entry& entry, const ColumnInfo& column, std::size_t at, const std::string& text) {
    if (!(entry.role ? column.of_roles : column.of_units)) {
      if (says_none(text)) return;
      return fault(entry.row, at, std::string(entry.role ? "角色" : "单位") + "没有“" + column.heading + "”", "请清空这一格");
    }
    Value value;
    value.column = at;
    if (says_none(text) && column.column != Column::name) {
      value.cleared = true;
    } else if (const auto refusal = read_value(column, text, value)) {
      entry.values[column.column].cleared = true;
      return fault(entry.row, at, (refusal->remedy.empty() ? "" : "（" + column.heading + "）") + refusal->what, refusal->remedy);
    }
    if (column.column != Column::note) entry.values[column.column] = std::move(value);
  }

  static std::optional<Refusal> read_value(const ColumnInfo& column, const std::string& text, Value& value) {
    const auto keep = [&](Cell<std::string> read) -> std::optional<Refusal> {
      if (!read) return read.error();
      value.text = std::move(*read);
      return std::nullopt;
    };
    switch (column.holds) {
      case Holds::codes: {
        auto codes = read_codes(text);
        if (!codes) return codes.error();
        value.codes = std::move(*codes);
        return std::nullopt;
      }
      case Holds::yes_no: {
        const auto yes = read_yes_no(text);
        if (!yes) return yes.error();
        value.text = *yes ? "true" : "false";
        return std::nullopt;
      }
      case Holds::code:
        return keep(read_code(text));
      case Holds::date:
        return keep(read_date(text));
      case Holds::phone:
        return keep(read_phone(text));
      case Holds::mail:
        return keep(read_mail(text));
      case Holds::url:
        return keep(read_url(text));
      case Holds::text:
        break;
    }
    if (column.column == Column::name && utf8_length(text) > 40) return Refusal{"过长：" + shown(text), "请缩短到 40 字以内"};
    return keep(read_text(text));
  }

  const sheet::Sheet& sheet_;
  const std::string& file_;
  config::FaultList& faults_;
};

}  // namespace

void note_fault(config::FaultList& faults, const std::string& file, std::size_t row, std::size_t column, const std::string& what,
                const std::string& remedy) {
  faults.error({file, static_cast<int>(row), static_cast<int>(column == 0 ? 1 : column)}, sheet::place_text(row, column) + what, remedy);
}

std::vector<Entry> read_entries(const sheet::Sheet& sheet, const std::string& file, config::FaultList& faults) {
  return Reading(sheet, file, faults).read();
}

}  // namespace fenghuo::directory
