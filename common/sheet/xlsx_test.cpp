// XLSX made here byte by byte with libzip: what office programs write, and what nobody should be able to send.
#include <gmock/gmock.h>
#include <zip.h>

#include <stdexcept>

#include "common/sheet/sheet.hpp"
#include "common/sheet/write_sheet.hpp"
#include "common/sheet/xlsx_values.hpp"

namespace fenghuo::sheet {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using Parts = std::map<std::string, std::string>;

std::string zipped(const Parts& parts) {
  zip_error_t error{};
  zip_source_t* target = ::zip_source_buffer_create(nullptr, 0, 0, &error);
  zip_t* zip = ::zip_open_from_source(target, ZIP_TRUNCATE, &error);
  if (zip == nullptr) throw std::runtime_error("zip_open_from_source");
  ::zip_source_keep(target);
  for (const auto& [name, bytes] : parts) {
    zip_source_t* source = ::zip_source_buffer(zip, bytes.data(), bytes.size(), 0);
    if (::zip_file_add(zip, name.c_str(), source, ZIP_FL_ENC_UTF_8) < 0) throw std::runtime_error("zip_file_add");
  }
  if (::zip_close(zip) != 0) throw std::runtime_error("zip_close");
  zip_stat_t about{};
  ::zip_source_stat(target, &about);
  std::string bytes(about.size, '\0');
  ::zip_source_open(target);
  ::zip_source_read(target, bytes.data(), bytes.size());
  ::zip_source_close(target);
  ::zip_source_free(target);
  return bytes;
}

const std::string head = R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>)";
const std::string rels = R"(xmlns="http://schemas.openxmlformats.org/package/2006/relationships")";
const std::string doc = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";

// A workbook with two worksheets; the first one's rows, and more parts or other ones.
Parts workbook(const std::string& rows, const Parts& more = {}) {
  Parts parts = {
      {"_rels/.rels", head + "<Relationships " + rels + R"(><Relationship Id="rId1" Type=")" + doc +
                          R"(officeDocument" Target="xl/workbook.xml"/></Relationships>)"},
      {"xl/workbook.xml", head + R"(<workbook xmlns="m" xmlns:r="r"><sheets><sheet name="单位" sheetId="1" r:id="rId1"/>)" +
                              R"(<sheet name="说明" sheetId="2" r:id="rId2"/></sheets></workbook>)"},
      {"xl/_rels/workbook.xml.rels", head + "<Relationships " + rels + R"(><Relationship Id="rId1" Type=")" + doc +
                                         R"(worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type=")" + doc +
                                         R"(worksheet" Target="/xl/worksheets/sheet2.xml"/><Relationship Id="rId3" Type=")" + doc +
                                         R"(sharedStrings" Target="sharedStrings.xml"/><Relationship Id="rId4" Type=")" + doc +
                                         R"(styles" Target="styles.xml"/></Relationships>)"},
      {"xl/sharedStrings.xml",
       head + R"(<sst><si><t>种类</t></si><si><r><t xml:space="preserve">后勤 </t></r><r><t>保障处</t></r>)" +
           R"(<rPh sb="0" eb="1"><t>hou</t></rPh></si><si><t>a_x000D_&#10;b &amp; &lt;c&gt; _x4e00_</t></si></sst>)"},
      {"xl/styles.xml", head + R"(<styleSheet><numFmts count="1"><numFmt numFmtId="176" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d)" +
                            R"(&quot;日&quot;;@"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="176"/>)" +
                            R"(<xf numFmtId="22"/><xf numFmtId="49"/></cellXfs></styleSheet>)"},
      {"xl/worksheets/sheet1.xml", head + R"(<worksheet xmlns="m"><sheetData>)" + rows + "</sheetData></worksheet>"},
      {"xl/worksheets/sheet2.xml",
       head + R"(<worksheet><sheetData><row><c t="inlineStr"><is><t>请看</t></is></c></row></sheetData></worksheet>)"},
  };
  for (const auto& [name, bytes] : more) parts[name] = bytes;
  return parts;
}

std::string fault_of(const Read<Sheet>& read) {
  if (read) return "no fault";
  return std::to_string(read.error().row) + ":" + std::to_string(read.error().column) + ": " + read.error().what + "; " +
         read.error().remedy;
}

std::string fault_of(const Parts& parts) { return fault_of(parse_sheet(zipped(parts))); }

std::vector<Row> rows_of(const std::string& rows) {
  const auto sheet = parse_sheet(zipped(workbook(rows)));
  EXPECT_TRUE(sheet) << fault_of(sheet);
  return sheet ? sheet->rows : std::vector<Row>();
}

TEST(Xlsx, StringsNumbersAndDates) {
  EXPECT_THAT(rows_of(R"(<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c></row>)"),
              ElementsAre(ElementsAre("种类", "后勤 保障处", "a\nb & <c> _x4e00_")));
  EXPECT_THAT(
      rows_of(R"(<row r="1"><c r="A1"><v>21800000000</v></c><c r="B1"><v>2.18E10</v></c><c r="C1"><v>0.30000000000000004</v></c>)"
              R"(<c r="D1" t="b"><v>1</v></c><c r="E1" t="str"><f>A1</f><v>x</v></c><c r="F1" t="inlineStr"><is><t>文</t></is></c></row>)"),
      ElementsAre(ElementsAre("21800000000", "21800000000", "0.3", "TRUE", "x", "文")));
  EXPECT_THAT(
      rows_of(
          R"(<row r="1"><c r="A1" s="1"><v>46266</v></c><c r="B1" s="2"><v>46266</v></c><c r="C1" s="3"><v>46266.5</v></c>)"
          R"(<c r="D1" s="0"><v>46266</v></c><c r="E1" s="4" t="str"><v>2026-09-01</v></c><c r="F1" t="d"><v>2026-09-01T00:00:00</v></c></row>)"),
      ElementsAre(ElementsAre("2026-09-01", "2026-09-01", "2026-09-01 12:00", "46266", "2026-09-01", "2026-09-01")));
}

TEST(Xlsx, GapsKeepTheirPlacesAndStyledEmptyCellsDoNotCount) {
  EXPECT_THAT(rows_of(R"(<row r="2"><c r="C2"><v>1</v></c><c r="XFD2" s="1"/></row><row r="1048576"><c r="A1048576" s="1"/></row>)"),
              ElementsAre(ElementsAre(), ElementsAre("", "", "1")));
  EXPECT_THAT(rows_of("<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>"),
              ElementsAre(ElementsAre("1", "2"), ElementsAre("3")))
      << "references may be left out";
}

TEST(Xlsx, WorksheetsByName) {
  const std::string bytes = zipped(workbook(R"(<row><c><v>1</v></c></row>)"));
  EXPECT_EQ(parse_sheet(bytes)->name, "单位");
  EXPECT_THAT(parse_sheet(bytes, "说明")->rows, ElementsAre(ElementsAre("请看")));
  EXPECT_EQ(fault_of(parse_sheet(bytes, "角色")), "0:0: 没有名为“角色”的工作表; 这个文件里有：“单位”、“说明”");
  Parts hidden = workbook(R"(<row><c><v>1</v></c></row>)");
  auto& book = hidden["xl/workbook.xml"];
  book.replace(book.find("sheetId=\"1\""), 11, "sheetId=\"1\" state=\"hidden\"");
  EXPECT_EQ(parse_sheet(zipped(hidden))->name, "说明");
}

TEST(Xlsx, PrefixesAndThe1904System) {
  const auto sheet = parse_sheet(zipped(workbook(
      "",
      {{"xl/workbook.xml",
        head +
            R"(<x:workbook xmlns:x="m" xmlns:r="r"><x:workbookPr date1904="1"/><x:sheets><x:sheet name="表" r:id="rId1"/></x:sheets></x:workbook>)"},
       {"xl/worksheets/sheet1.xml",
        head +
            R"(<x:worksheet xmlns:x="m"><x:sheetData><x:row r="1"><x:c r="A1" s="1"><x:v>44804</x:v></x:c></x:row></x:sheetData></x:worksheet>)"}})));
  ASSERT_TRUE(sheet) << fault_of(sheet);
  EXPECT_THAT(sheet->rows, ElementsAre(ElementsAre("2026-09-01")));
}

TEST(Xlsx, CellsThatSayNothingReliable) {
  EXPECT_EQ(fault_of(workbook(R"(<row r="3"><c r="B3" t="e"><v>#REF!</v></c></row>)")),
            "3:2: 第3行第2列是错误值“#REF!”; 请改正公式，或填入文字");
  EXPECT_THAT(fault_of(workbook(R"(<row r="3"><c r="B3"><f>A1</f></c></row>)")), HasSubstr("第3行第2列是没有计算结果的公式"));
  EXPECT_THAT(fault_of(workbook(R"(<row r="3"><c r="B3" t="s"><v>99</v></c></row>)")), HasSubstr("第3行第2列指向不存在的文字"));
  EXPECT_THAT(fault_of(workbook(R"(<row r="3"><c r="B3"><v>12x</v></c></row>)")), HasSubstr("第3行第2列不是数字"));
}

TEST(Xlsx, EntitiesAndDocumentTypesAreRefused) {
  const std::string laughs =
      R"(<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><worksheet><sheetData/></worksheet>)";
  EXPECT_THAT(fault_of(workbook("", {{"xl/worksheets/sheet1.xml", laughs}})), HasSubstr("文档类型声明"));
  EXPECT_THAT(fault_of(workbook("", {{"xl/sharedStrings.xml", R"(<!DOCTYPE x SYSTEM "file:///etc/passwd"><sst/>)"}})),
              HasSubstr("文档类型声明"));
}

TEST(Xlsx, IsBounded) {
  EXPECT_THAT(fault_of(workbook(R"(<row r="100001"><c r="A100001"><v>1</v></c></row>)")), HasSubstr("第100001行超过 100000 行"));
  EXPECT_THAT(fault_of(workbook(R"(<row r="1"><c r="CW1"><v>1</v></c></row>)")), HasSubstr("第1行第101列超过 100 列"));
  // A bomb: 130 MB of blanks fit into some hundred KB.
  const std::string bomb =
      zipped(workbook("", {{"xl/worksheets/sheet1.xml", "<worksheet>" + std::string(130U << 20U, ' ') + "</worksheet>"}}));
  EXPECT_LT(bomb.size(), 1U << 20U);
  EXPECT_THAT(fault_of(parse_sheet(bomb)), HasSubstr("解开后过大"));
  Parts many = workbook("");
  for (int i = 0; i < 2100; ++i) many["media/" + std::to_string(i)] = "x";
  EXPECT_THAT(fault_of(many), HasSubstr("部件超过 2000 个"));
}

TEST(Xlsx, DamagedFilesAreNamed) {
  const std::string sound = zipped(workbook(R"(<row><c><v>1</v></c></row>)"));
  EXPECT_THAT(fault_of(parse_sheet(sound.substr(0, sound.size() / 2))), HasSubstr("XLSX 文件已损坏"));
  EXPECT_THAT(fault_of(Parts{{"word/document.xml", "<a/>"}}), HasSubstr("不是 XLSX 工作簿"));
  EXPECT_THAT(fault_of(workbook("", {{"xl/worksheets/sheet1.xml", "<worksheet><sheetData>"}})), HasSubstr("不是完整的 XML"));
  EXPECT_THAT(fault_of(workbook(R"(<row><c t="str"><v>)"
                                "\xD6\xD0"
                                R"(</v></c></row>)")),
              HasSubstr("第1行第1列有损坏的 UTF-8 字符"));
  for (std::size_t at = 0; at < sound.size(); at += 7) {
    std::string flipped = sound;
    flipped[at] = static_cast<char>(flipped[at] ^ 0x5A);
    const auto read = parse_sheet(flipped);
    if (!read) {
      EXPECT_FALSE(read.error().what.empty());
    }
  }
}

TEST(Xlsx, WhatWeWriteReadsBack) {
  const std::vector<Row> rows = {{"种类", "代号"}, {"单位", "001"}};
  const auto bytes = xlsx_bytes({"名册", rows, {"", "小写字母开头"}});
  ASSERT_TRUE(bytes) << bytes.error().message;
  const auto sheet = parse_sheet(*bytes);
  ASSERT_TRUE(sheet) << fault_of(sheet);
  EXPECT_EQ(sheet->name, "名册");
  EXPECT_EQ(sheet->rows, rows);
}

TEST(XlsxValues, Formats) {
  for (const char* date : {"yyyy-mm-dd", "yyyy\"年\"m\"月\"", "[$-804]yyyy\\-m\\-d;@", "m/d/yy", "mmm"}) {
    EXPECT_EQ(kind_of_code(date), NumberKind::date) << date;
  }
  for (const char* plain : {"General", "0.00", "@", "#,##0;[Red]-#,##0", "\"day\"0", "G/通用格式", "_-* #,##0.00_-"}) {
    EXPECT_EQ(kind_of_code(plain), NumberKind::plain) << plain;
  }
  EXPECT_EQ(kind_of_code("h:mm"), NumberKind::time);
  EXPECT_EQ(kind_of_code("[h]:mm"), NumberKind::time);
  EXPECT_EQ(kind_of_code("yyyy-m-d h:mm"), NumberKind::date_time);
  EXPECT_EQ(kind_of_builtin(31), NumberKind::date);
  EXPECT_EQ(kind_of_builtin(49), NumberKind::plain);
}

TEST(XlsxValues, DatesAtTheEdges) {
  EXPECT_EQ(number_text("1", NumberKind::date, false), "1900-01-01");
  EXPECT_EQ(number_text("59", NumberKind::date, false), "1900-02-28");
  EXPECT_EQ(number_text("61", NumberKind::date, false), "1900-03-01");
  EXPECT_EQ(number_text("2958465", NumberKind::date, false), "9999-12-31");
  EXPECT_EQ(number_text("2958466", NumberKind::date, false), "2958466");
  EXPECT_EQ(number_text("0.5", NumberKind::time, false), "12:00");
  EXPECT_EQ(number_text("-1", NumberKind::date, false), "-1");
  EXPECT_EQ(number_text("1e999", NumberKind::plain, false), std::nullopt);
  EXPECT_EQ(number_text("nan", NumberKind::plain, false), std::nullopt);
  EXPECT_EQ(column_of("AA10"), 27U);
  EXPECT_EQ(column_of("10"), 0U);
}

}  // namespace
}  // namespace fenghuo::sheet
