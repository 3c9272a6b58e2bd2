#include "common/template/duty_page.hpp"

#include "common/base/bytes.hpp"
#include "common/base/crypto.hpp"
#include "common/template/ack_page.hpp"

namespace fenghuo {
namespace {

using testing::HasSubstr;
using testing::Not;

PageForm form(const std::string& act) {
  PageForm out;
  out.act = act;
  out.title = "报送材料";
  out.button = "报送";
  return out;
}

TEST(DutyPage, KeepsEveryKindOfField) {
  DutyPage page;
  page.title = "责任落实报告";
  auto all = form("submit");
  for (const auto kind : {PageField::Kind::line, PageField::Kind::address, PageField::Kind::area, PageField::Kind::date,
                          PageField::Kind::time, PageField::Kind::number, PageField::Kind::choice, PageField::Kind::list}) {
    PageField field;
    field.kind = kind;
    field.name = "f" + std::to_string(static_cast<int>(kind));
    field.label = "标签";
    field.value = "v";
    field.options = {{"u", "甲"}, {"v", "乙"}};
    all.fields.push_back(field);
  }
  page.forms.push_back(all);
  const auto html = render_duty_page(page);
  for (const char* text : {"type=\"text\" name=\"f0\" value=\"v\"", "type=\"url\" name=\"f1\"",
                           "<textarea id=\"submit-f2\" name=\"f2\">v</textarea>", "type=\"date\" name=\"f3\"", "type=\"time\" name=\"f4\"",
                           "type=\"number\" name=\"f5\"", "<input type=\"radio\" name=\"f6\" value=\"v\" checked>乙",
                           "<option value=\"v\" selected>乙</option>", "<option value=\"u\">甲</option>"})
    EXPECT_THAT(html, HasSubstr(text));
}

TEST(DutyPage, FoldsAllButTheFirstForm) {
  DutyPage page;
  page.forms = {form("submit"), form("extend")};
  const auto html = render_duty_page(page);
  EXPECT_LT(html.find("value=\"submit\""), html.find("<details"));
  EXPECT_LT(html.find("<details"), html.find("value=\"extend\""));
  EXPECT_THAT(html, Not(HasSubstr(" open>")));
  page.forms.pop_back();
  EXPECT_THAT(render_duty_page(page), Not(HasSubstr("<details")));
}

TEST(DutyPage, HasTheStyleSheetThatThePolicyAllows) {
  const auto html = render_duty_page({});
  const auto from = html.find("<style>") + 7;
  const auto style = html.substr(from, html.find("</style>") - from);
  EXPECT_EQ("'sha256-" + to_base64(crypto::sha256(style)) + "'", ack_page_style_hash());
  EXPECT_THAT(html, Not(HasSubstr("值班电话")));
}

}  // namespace
}  // namespace fenghuo
