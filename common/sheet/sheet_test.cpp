// Text tables: encodings, separators, quotes, limits, and the place that a fault names.
#include "common/sheet/sheet.hpp"

#include <gmock/gmock.h>

#include "common/sheet/text_encoding.hpp"
#include "common/sheet/write_sheet.hpp"

namespace fenghuo::sheet {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string fault_of(const Read<Sheet>& read) {
  if (read) return "no fault";
  return std::to_string(read.error().row) + ":" + std::to_string(read.error().column) + ": " + read.error().what + "; " +
         read.error().remedy;
}

std::vector<Row> rows_of(std::string_view bytes) {
  const auto sheet = parse_sheet(bytes);
  EXPECT_TRUE(sheet) << fault_of(sheet);
  return sheet ? sheet->rows : std::vector<Row>();
}

const std::string table = "种类,代号,名称\r\n单位,hqbz,后勤保障处\r\n";
const auto is_table = ElementsAre(ElementsAre("种类", "代号", "名称"), ElementsAre("单位", "hqbz", "后勤保障处"));

TEST(Csv, EveryEncodingAnOfficeProgramWrites) {
  EXPECT_THAT(rows_of(table), is_table);
  EXPECT_THAT(rows_of("\xEF\xBB\xBF" + table), is_table);
  EXPECT_THAT(rows_of(from_utf8(table, "GBK")), is_table);
  EXPECT_THAT(rows_of(from_utf8(table, "GB18030")), is_table);
  EXPECT_THAT(rows_of("\xFF\xFE" + from_utf8(table, "UTF-16LE")), is_table);
  EXPECT_THAT(rows_of("\xFE\xFF" + from_utf8(table, "UTF-16BE")), is_table);
}

TEST(Csv, CharactersOutsideGbkNeedFourBytes) {
  EXPECT_THAT(rows_of(from_utf8("名称\n㐀𠀀\n", "GB18030")), ElementsAre(ElementsAre("名称"), ElementsAre("㐀𠀀")));
}

TEST(Csv, EveryLineEndAndSeparator) {
  EXPECT_THAT(rows_of("a,b\nc,d"), ElementsAre(ElementsAre("a", "b"), ElementsAre("c", "d")));
  EXPECT_THAT(rows_of("a,b\rc,d\r"), ElementsAre(ElementsAre("a", "b"), ElementsAre("c", "d")));
  EXPECT_THAT(rows_of("a;b,c\nd;e\n"), ElementsAre(ElementsAre("a;b", "c"), ElementsAre("d;e"))) << "a tie goes to the comma";
  EXPECT_THAT(rows_of("a;b;c,d\n1;2;3\n"), ElementsAre(ElementsAre("a", "b", "c,d"), ElementsAre("1", "2", "3")));
  EXPECT_THAT(rows_of("a\tb\n1\t2\n"), ElementsAre(ElementsAre("a", "b"), ElementsAre("1", "2")));
  EXPECT_THAT(rows_of("种类，代号\n单位，x\n"), ElementsAre(ElementsAre("种类", "代号"), ElementsAre("单位", "x")));
  EXPECT_THAT(rows_of("种类（单位，角色）,代号\n"), ElementsAre(ElementsAre("种类（单位，角色）", "代号")));
  EXPECT_THAT(rows_of("单位名册\n种类;代号\n"), ElementsAre(ElementsAre("单位名册"), ElementsAre("种类", "代号")));
}

TEST(Csv, Quotes) {
  EXPECT_THAT(rows_of("\"a,b\",\"说\"\"是\"\"\"\n\"x\r\ny\",z\n"), ElementsAre(ElementsAre("a,b", "说\"是\""), ElementsAre("x\r\ny", "z")));
  EXPECT_THAT(rows_of("5\" 管,b\n"), ElementsAre(ElementsAre("5\" 管", "b")));
  EXPECT_THAT(rows_of("a,\"\"\nb,c\n"), ElementsAre(ElementsAre("a"), ElementsAre("b", "c")));
  EXPECT_EQ(fault_of(parse_sheet("a,b\n1,\"2\n3,4\n")), "2:2: 第2行第2列的引号没有结束; 请补上结束的英文双引号");
  EXPECT_EQ(fault_of(parse_sheet("a,b\n1,\"2\"x\n")), "2:2: 第2行第2列的引号之后还有文字; 内容里的英文双引号要写成两个");
}

TEST(Csv, EmptyCellsAndRowsKeepTheirPlaces) {
  EXPECT_THAT(rows_of("a,b,c\n\n,,z,,\n\n\n"), ElementsAre(ElementsAre("a", "b", "c"), ElementsAre(), ElementsAre("", "", "z")));
  EXPECT_THAT(fault_of(parse_sheet("")), HasSubstr("表里没有内容"));
  EXPECT_THAT(fault_of(parse_sheet(",,\r\n,,\r\n")), HasSubstr("表里没有内容"));
}

TEST(Csv, DamagedTextHasItsPlace) {
  // One broken byte in Chinese UTF-8: read as GBK it would be other Chinese, without a fault.
  std::string damaged = table;
  damaged[damaged.find("后勤")] = 'x';
  EXPECT_EQ(fault_of(parse_sheet(damaged)), "2:3: 第2行第3列有损坏的 UTF-8 字符; 请用 WPS 打开，核对这一处后另存为 CSV UTF-8");
  EXPECT_THAT(fault_of(parse_sheet("\xEF\xBB\xBF"
                                   "a,b\n\xD6\xD0,c\n")),
              HasSubstr("2:1: 第2行第1列有损坏的 UTF-8 字符"));
  EXPECT_THAT(fault_of(parse_sheet("a,b\n1,\xFF\xFF\n")), HasSubstr("2:2: 第2行第2列既不是 UTF-8 也不是 GBK 字符"));
  EXPECT_THAT(fault_of(parse_sheet("\xFF\xFE" + from_utf8("a,b\n", "UTF-16LE") + "x")), HasSubstr("不是完整的 UTF-16 文本"));
  EXPECT_THAT(fault_of(parse_sheet(from_utf8("a,b\n", "UTF-16LE"))), HasSubstr("没有标记的 UTF-16"));
  EXPECT_THAT(fault_of(parse_sheet("a,b\n1,x\x07y\n")), HasSubstr("2:2: 第2行第2列有控制字符"));
  EXPECT_THAT(fault_of(parse_sheet("a,b\n1,\"x\x07y\"\n")), HasSubstr("2:2: 第2行第2列有控制字符"));
}

TEST(Csv, IsBounded) {
  std::string many = "a\n";
  for (std::size_t i = 1; i < max_rows; ++i) many += "b\n";
  EXPECT_EQ(rows_of(many).size(), max_rows);
  EXPECT_THAT(fault_of(parse_sheet(many + "c\n")), HasSubstr("超过 100000 行"));
  EXPECT_THAT(fault_of(parse_sheet("a\n" + std::string(max_columns, ',') + "x\n")), HasSubstr("2:101: 第2行第101列超过 100 列"));
  EXPECT_THAT(fault_of(parse_sheet("a\nb," + std::string(max_cell_bytes + 1, 'x'))), HasSubstr("第2行第2列的内容过长"));
  EXPECT_THAT(fault_of(parse_sheet("a\nb,\"" + std::string(max_cell_bytes + 1, 'x'))), HasSubstr("第2行第2列"));
  EXPECT_THAT(fault_of(parse_sheet(std::string(max_file_bytes + 1, 'x'))), HasSubstr("文件超过 20 MB"));
}

TEST(Csv, WhatIsNoTable) {
  EXPECT_THAT(fault_of(parse_sheet("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")), HasSubstr("旧式 .xls"));
  EXPECT_THAT(fault_of(parse_sheet("a,b\n", "单位")), HasSubstr("--sheet"));
  EXPECT_THAT(fault_of(read_sheet("/nonexistent/名册.csv")), HasSubstr("打不开文件"));
  EXPECT_THAT(fault_of(read_sheet("/dev/null")), HasSubstr("不是普通文件"));
}

TEST(Csv, WhatWeWriteReadsBack) {
  const std::vector<Row> rows = {{"种类", "说明"}, {"单位", "含,逗号和\"引号\"\n换行"}};
  const std::string text = csv_text(rows);
  EXPECT_TRUE(
      text.starts_with("\xEF\xBB\xBF"
                       "种类,说明\r\n"));
  EXPECT_EQ(rows_of(text), rows);
}

}  // namespace
}  // namespace fenghuo::sheet
