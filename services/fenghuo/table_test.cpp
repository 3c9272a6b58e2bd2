#include "services/fenghuo/table.hpp"

namespace fenghuo::cli {

TEST(Table, ChineseTakesTwoCells) {
  EXPECT_EQ(display_width("abc"), 3U);
  EXPECT_EQ(display_width("红色（一级）"), 12U);
  EXPECT_EQ(display_width("舆〔2027〕3号"), 13U);
  EXPECT_EQ(display_width("é"), 1U);
}

TEST(Table, AnyBytesHaveAWidth) { EXPECT_EQ(display_width("\xff\xe5"), 1U); }

TEST(Table, ColumnsAlign) {
  Table table({"A", "B", "C"});
  EXPECT_TRUE(table.empty());
  table.add({"红", "1", "x"});
  table.add({"a", "22", ""});
  EXPECT_FALSE(table.empty());
  EXPECT_EQ(table.text(), "A   B   C\n红  1   x\na   22\n");
}

}  // namespace fenghuo::cli
