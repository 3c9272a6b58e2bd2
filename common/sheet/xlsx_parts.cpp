#include "common/sheet/xlsx_parts.hpp"

#include <map>

namespace fenghuo::sheet {
namespace {

tl::unexpected<Trouble> no_workbook(const std::string& missing) {
  return trouble("这不是 XLSX 工作簿（缺少 " + missing + "）", "请用 WPS 另存为 .xlsx，或 CSV UTF-8");
}

Read<pugi::xml_document> need_part(ZipArchive& zip, const std::string& name) {
  const auto bytes = zip.read(name);
  if (!bytes) return tl::unexpected(bytes.error());
  if (!*bytes) return no_workbook(name);
  return parse_part(**bytes, name);
}

// "worksheets/sheet1.xml" beside "xl/workbook.xml" → "xl/worksheets/sheet1.xml"; a leading slash means the root.
std::string resolved(const std::string& folder, std::string target) {
  if (target.starts_with('/')) return target.substr(1);
  std::string base = folder;
  while (target.starts_with("../")) {
    target.erase(0, 3);
    base.erase(base.size() < 2 ? 0 : base.rfind('/', base.size() - 2) + 1);
  }
  return base + target;
}

std::string folder_of(const std::string& part) { return part.substr(0, part.rfind('/') + 1); }

struct Relation {
  std::string type, target;
};

std::map<std::string, Relation> relations_of(const pugi::xml_document& document, const std::string& folder) {
  std::map<std::string, Relation> relations;
  for (const auto& one : document.document_element().children()) {
    std::string type = one.attribute("Type").value();
    type.erase(0, type.rfind('/') + 1);
    relations[one.attribute("Id").value()] = {std::move(type), resolved(folder, one.attribute("Target").value())};
  }
  return relations;
}

std::string relation_id(const pugi::xml_node& sheet) {
  for (const auto& attribute : sheet.attributes()) {
    const std::string_view name = attribute.name();
    if (name.find(':') != std::string_view::npos && local_name(attribute.name()) == "id") return attribute.value();
  }
  return {};
}

bool yes(const char* value) { return std::string_view(value) == "1" || std::string_view(value) == "true"; }

// The worksheet that is asked for; the names of all for the message when there is none.
Read<pugi::xml_node> choose(const pugi::xml_node& sheets, std::string_view worksheet) {
  std::string names;
  for (const auto& sheet : sheets.children()) {
    const std::string_view name = sheet.attribute("name").value();
    const bool hidden = std::string_view(sheet.attribute("state").value()).find("idden") != std::string_view::npos;
    if (worksheet.empty() ? !hidden : name == worksheet) return sheet;
    names += (names.empty() ? "“" : "、“") + std::string(name) + "”";
  }
  if (worksheet.empty()) return trouble("工作簿里没有工作表", "请用 WPS 打开核对");
  return trouble("没有名为“" + std::string(worksheet) + "”的工作表", "这个文件里有：" + names);
}

}  // namespace

std::string_view local_name(const char* name) {
  const std::string_view whole = name;
  return whole.substr(whole.rfind(':') + 1);
}

pugi::xml_node child_of(const pugi::xml_node& node, std::string_view name) {
  return node.find_child([&](const pugi::xml_node& child) { return local_name(child.name()) == name; });
}

std::string string_item(const pugi::xml_node& item) {
  std::string text;
  for (const auto& child : item.children()) {
    const auto name = local_name(child.name());
    if (name == "t") text += child.text().get();
    if (name == "r") text += child_of(child, "t").text().get();
  }
  return unescaped(text);
}

Read<pugi::xml_document> parse_part(const std::string& xml, const std::string& name) {
  // No office program writes a document type; with one, what looks like a name could stand for anything.
  if (xml.find("<!DOCTYPE") != std::string::npos || xml.find("<!ENTITY") != std::string::npos) {
    return trouble("XLSX 里的 " + name + " 含有文档类型声明，出于安全不予读取", "请用 WPS 打开后重新保存");
  }
  pugi::xml_document document;
  const auto result = document.load_buffer(xml.data(), xml.size(), pugi::parse_default | pugi::parse_ws_pcdata_single);
  if (!result) {
    return trouble("XLSX 里的 " + name + " 不是完整的 XML（第 " + std::to_string(result.offset) + " 字节：" + result.description() + "）",
                   "请用 WPS 打开后重新保存");
  }
  return document;
}

Read<Workbook> read_workbook(ZipArchive& zip, std::string_view worksheet) {
  const auto top = need_part(zip, "_rels/.rels");
  if (!top) return tl::unexpected(top.error());
  std::string part;
  for (const auto& [id, relation] : relations_of(*top, "")) {
    if (relation.type == "officeDocument") part = relation.target;
  }
  if (part.empty()) return no_workbook("officeDocument");
  const std::string folder = folder_of(part);
  const auto document = need_part(zip, part);
  if (!document) return tl::unexpected(document.error());
  const auto links = need_part(zip, folder + "_rels/" + part.substr(folder.size()) + ".rels");
  if (!links) return tl::unexpected(links.error());
  const auto relations = relations_of(*links, folder);
  const auto sheet = choose(child_of(document->document_element(), "sheets"), worksheet);
  if (!sheet) return tl::unexpected(sheet.error());

  Workbook book;
  book.worksheet_name = sheet->attribute("name").value();
  book.epoch_1904 = yes(child_of(document->document_element(), "workbookPr").attribute("date1904").value());
  const auto target = relations.find(relation_id(*sheet));
  if (target == relations.end() || target->second.type != "worksheet") {
    return trouble("“" + book.worksheet_name + "”不是可读的工作表", "请用 --sheet 指定另一张工作表");
  }
  book.worksheet_part = target->second.target;
  for (const auto& [id, relation] : relations) {
    if (relation.type == "sharedStrings") book.strings_part = relation.target;
    if (relation.type == "styles") book.styles_part = relation.target;
  }
  return book;
}

Read<std::vector<std::string>> read_strings(ZipArchive& zip, const std::string& part) {
  std::vector<std::string> strings;
  if (part.empty()) return strings;
  const auto document = need_part(zip, part);
  if (!document) return tl::unexpected(document.error());
  for (const auto& item : document->document_element().children()) {
    if (local_name(item.name()) == "si") strings.push_back(string_item(item));
  }
  return strings;
}

Read<std::vector<NumberKind>> read_styles(ZipArchive& zip, const std::string& part) {
  std::vector<NumberKind> kinds;
  if (part.empty()) return kinds;
  const auto document = need_part(zip, part);
  if (!document) return tl::unexpected(document.error());
  std::map<unsigned, NumberKind> custom;
  for (const auto& format : child_of(document->document_element(), "numFmts").children()) {
    custom[format.attribute("numFmtId").as_uint()] = kind_of_code(format.attribute("formatCode").value());
  }
  for (const auto& style : child_of(document->document_element(), "cellXfs").children()) {
    const unsigned id = style.attribute("numFmtId").as_uint();
    const auto own = custom.find(id);
    kinds.push_back(own != custom.end() ? own->second : kind_of_builtin(id));
  }
  return kinds;
}

}  // namespace fenghuo::sheet
