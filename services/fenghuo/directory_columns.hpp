// The columns of the sheet that units and roles are imported from: what they are called, which entries have them, what they may hold.
// One table drives reading, the template and the messages. Immutable; thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace fenghuo::directory {

enum class Column {
  kind,
  id,
  name,
  leader,
  office,
  party_orgs,
  members,
  deputy,
  liaison,
  portfolio,
  fields,
  contacts,
  mail,
  callback,
  phone,
  manual,
  from,
  to,
  note
};

enum class Holds { text, code, codes, yes_no, date, phone, mail, url };

struct ColumnInfo {
  Column column;
  std::string heading;
  std::vector<std::string> also;  // other headings that mean it
  bool of_units, of_roles;
  Holds holds;
  std::string key;   // in directory.yaml; empty = none of its own
  std::string hint;  // for the template
};

const std::vector<ColumnInfo>& columns();
const ColumnInfo& info_of(Column column);
// By heading, without blanks, marks and what stands in brackets; nullptr when there is none.
const ColumnInfo* find_column(std::string_view heading);
// A heading that asks for data about persons (姓名, 手机, 身份证号 …): never imported.
bool personal_heading(std::string_view heading);
// "姓名（必填） *" → "姓名".
std::string bare_heading(std::string_view heading);

}  // namespace fenghuo::directory
