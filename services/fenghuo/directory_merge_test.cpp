// From the cells of a sheet to the changes of the two files, without files.
#include "services/fenghuo/directory_merge.hpp"

#include <gmock/gmock.h>

#include "services/fenghuo/directory_cells.hpp"

namespace fenghuo::directory {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const std::string directory_yaml = R"(units:
  - {id: hq, name: 后勤保障处, contacts: [hq], party_orgs: [jg]}
  - {id: jg, name: 机关党委, kind: party_org, contacts: [shared]}
  - {id: xcb, name: 宣传部, contacts: [xcb, xcb_post]}
roles:
  - {id: vp, name: 副校长, leader: true, portfolio: [hq], contacts: [shared]}
  - {id: clerk, name: 联络员, contacts: [clerk]}
)";
const std::string destinations_yaml = R"(defaults: {channel: webhook}
destinations:
  - {id: hq, url: "https://hq.invalid/hook", secrets: ["file:secrets/hook_hq.key"]}
  - {id: xcb, url: "https://xcb.invalid/hook", secrets: ["file:secrets/hook_xcb.key"]}
  - {id: xcb_post, channel: mail, address: old@example.invalid}
  - {id: shared, channel: mail, address: shared@example.invalid}
  - {id: clerk, url: "https://clerk.invalid/hook", secrets: ["file:secrets/hook_clerk.key"]}
)";

config::Node tree(const std::string& text) {
  config::FaultList faults;
  return config::parse_yaml(text, "f", faults).value();
}

struct Done {
  Merge merge;
  std::string faults, directory, destinations;
};

Done run(const std::vector<sheet::Row>& rows) {
  config::FaultList faults;
  Done done;
  const auto entries = read_entries({"", rows}, "名册.csv", faults);
  const config::Node directory = tree(directory_yaml), destinations = tree(destinations_yaml);
  done.merge = merge(entries, directory, destinations, "名册.csv", faults);
  for (const Fault& fault : faults.take()) done.faults += to_text(fault) + "\n";
  if (!done.faults.empty()) return done;
  done.directory = config::edit_items(directory_yaml, directory, done.merge.directory).value();
  done.destinations = config::edit_items(destinations_yaml, destinations, done.merge.destinations).value();
  return done;
}

std::string changes_of(const Done& done) {
  std::string text;
  for (const Change& change : done.merge.changes) {
    text += std::vector<std::string>{"+", "~", "x"}[static_cast<std::size_t>(change.what)] + change.list + "/" + change.id;
    for (const auto& field : change.fields) text += " " + field.key + ":" + field.before + ">" + field.after;
    text += "\n";
  }
  return text;
}

TEST(DirectoryMerge, AddsUnitsAndRolesInAnyOrderOfColumns) {
  const Done done = run({{"单位与角色一览"},
                         {"名称", "种类（必填）", "代号 *", "所属党组织", "分管单位", "分管领域", "联络员", "起始日期", "电话"},
                         {"第一学院", "学院", "xy1", "xy1_dw、机关党委", "", "", "", "2026/9/1", "电话：校内 ８８８８"},
                         {"第一学院党委", "二级党组织", "xy1_dw"},
                         {"副校长（席位二）", "班子成员", "vp2", "", "第一学院，宣传部；xy1_dw", "意识形态、思想政治工作", "联络员"}});
  EXPECT_EQ(done.faults, "");
  EXPECT_EQ(changes_of(done),
            "+units/xy1 name:>第一学院 kind:>college party_orgs:>xy1_dw、jg phone:>校内 8888 valid_from:>2026-09-01\n"
            "+units/xy1_dw name:>第一学院党委 kind:>party_org\n"
            "+roles/vp2 name:>副校长（席位二） liaison:>clerk portfolio:>xy1、xcb、xy1_dw fields:>ideology、education leader:>true\n");
  EXPECT_THAT(
      done.directory,
      HasSubstr("  - {id: xy1, name: 第一学院, kind: college, party_orgs: [xy1_dw, jg], phone: 校内 8888, valid_from: 2026-09-01}\n"));
  EXPECT_THAT(done.directory, HasSubstr("contacts: [xcb, xcb_post]}\n  - {id: xy1,")) << "behind the last unit";
  EXPECT_EQ(done.destinations, destinations_yaml);
}

TEST(DirectoryMerge, ChangesOnlyWhatTheSheetSays) {
  const Done done = run({{"种类", "代号", "名称", "截止日期", "所属党组织", "联系方式"},
                         {"单位", "hq", "后勤处", "", "", ""},
                         {"职能部门", "xcb", "", "2026年8月31日", "", ""},
                         {"党组织", "jg", "机关党委", "", "", "shared"}});
  EXPECT_EQ(done.faults, "");
  EXPECT_EQ(changes_of(done), "~units/hq name:后勤保障处>后勤处\nxunits/xcb valid_to:>2026-08-31\n");
  EXPECT_EQ(done.merge.unchanged, 1U);
  EXPECT_THAT(done.directory, HasSubstr("{id: hq, name: 后勤处, contacts: [hq], party_orgs: [jg]}"));
}

TEST(DirectoryMerge, NothingIsClearedButOnPurpose) {
  const Done done =
      run({{"种类", "代号", "所属党组织", "分管单位", "班子成员"}, {"单位", "hq", "无", "", ""}, {"角色", "vp", "", "", "否"}});
  EXPECT_EQ(done.faults, "");
  EXPECT_EQ(changes_of(done), "~units/hq party_orgs:jg>\n~roles/vp leader:true>\n");
}

TEST(DirectoryMerge, MailboxesAndAddressesBecomeDestinations) {
  const Done done = run({{"种类", "代号", "名称", "邮箱", "回调地址"},
                         {"单位", "xcb", "", "xcb＠example.invalid", ""},     // its own mailbox: changed
                         {"党组织", "jg", "", "jg@example.invalid", ""},      // shares one with a role: gets its own
                         {"单位", "hq", "", "", "https：//hq.invalid/hook"},  // as it is, but for the colon
                         {"学院", "xy1", "第一学院", "xy1@example.invalid", "https://xy1.invalid/hook"},
                         {"角色", "xy1", "第一学院书记", "", "https://xy1.invalid/sj"}});
  EXPECT_EQ(done.faults, "");
  EXPECT_EQ(changes_of(done),
            "~units/jg contacts:shared>shared、jg_mail\n"
            "~units/hq callback_secrets:>file:secrets/callback_hq.key\n"
            "+units/xy1 name:>第一学院 kind:>college contacts:>xy1、xy1_mail callback_secrets:>file:secrets/callback_xy1.key\n"
            "+roles/xy1 name:>第一学院书记 contacts:>xy1_2\n"
            "~destinations/xcb_post address:old@example.invalid>xcb@example.invalid\n"
            "+destinations/jg_mail address:>jg@example.invalid\n"
            "+destinations/xy1 url:>https://xy1.invalid/hook\n"
            "+destinations/xy1_mail address:>xy1@example.invalid\n"
            "+destinations/xy1_2 url:>https://xy1.invalid/sj\n");
  EXPECT_THAT(done.destinations, HasSubstr("  - {id: jg_mail, channel: mail, address: \"jg@example.invalid\"}\n"));
  EXPECT_THAT(done.destinations, HasSubstr("  - {id: xy1, url: \"https://xy1.invalid/hook\", secrets: [\"file:secrets/hook_xy1.key\"]}\n"));
}

std::string fault(const sheet::Row& heading, const sheet::Row& row) { return run({heading, row}).faults; }

TEST(DirectoryMerge, FaultsNameRowAndColumn) {
  EXPECT_EQ(fault({"种类", "代号", "代理"}, {"角色", "vp", "role：clerk"}), "名册.csv:2:3: 第2行第3列用了全角冒号“：”，请改为“:”。\n");
  EXPECT_EQ(fault({"种类", "代号", "分管单位"}, {"角色", "vp", "hq、nowhere"}),
            "名册.csv:2:3: 第2行第3列（分管单位）没有代号或名称为“nowhere”的单位; 请核对，或在表里补上一行（不写个人姓名）\n");
  EXPECT_EQ(fault({"种类", "代号", "联系方式"}, {"角色", "vp", "pigeon"}),
            "名册.csv:2:3: 第2行第3列（联系方式）没有代号为“pigeon”的地址; 请先写进 destinations.yaml，或填邮箱、回调地址\n");
  EXPECT_EQ(fault({"种类", "代号", "截止日期"}, {"角色", "vp", "2026年9月"}),
            "名册.csv:2:3: 第2行第3列（截止日期）不是日期：“2026年9月”; 请写成 2026-09-01\n");
  EXPECT_EQ(fault({"种类", "代号", "分管单位"}, {"单位", "hq", "xcb"}), "名册.csv:2:3: 第2行第3列单位没有“分管单位”; 请清空这一格\n");
  EXPECT_EQ(fault({"种类", "代号"}, {"部门", "hq"}),
            "名册.csv:2:1: 第2行第1列不认识的种类：“部门”; 请写单位、学院、党组织、角色或班子成员\n");
  EXPECT_THAT(fault({"种类", "代号"}, {"单位", "HQ"}), HasSubstr("2:2: 第2行第2列代号不合规则：“HQ”"));
  EXPECT_THAT(fault({"种类", "代号"}, {"单位", "new"}), HasSubstr("新增的单位“new”没有名称"));
  EXPECT_THAT(fault({"种类", "代号"}, {"单位", "hq", "x"}), HasSubstr("2:3: 第2行第3列有内容，上面却没有表头"));
  EXPECT_THAT(fault({"种类", "代号", "分管领域"}, {"角色", "vp", "钱"}), HasSubstr("（分管领域）不认识“钱”"));
  EXPECT_THAT(run({{"种类", "代号", "名称"}, {"单位", "a", "甲"}, {"单位", "a", "乙"}}).faults,
              HasSubstr("3:2: 第3行第2列代号“a”在第2行已经出现"));
  EXPECT_THAT(run({{"种类", "代号", "名称"}, {"单位", "a", "宣传部"}, {"角色", "b", "乙"}}).faults, "") << "two of one name may be";
  EXPECT_THAT(run({{"种类", "代号", "名称", "所属单位"}, {"单位", "a", "宣传部", ""}, {"角色", "b", "乙", "宣传部"}}).faults,
              HasSubstr("有几个单位都叫“宣传部”; 请写代号"));
}

TEST(DirectoryMerge, OneFaultIsNotReportedAgainAtEveryUse) {
  EXPECT_EQ(run({{"种类", "代号", "名称", "截止日期", "所属单位"},
                 {"单位", "new", "新单位 13800138000", "明天", ""},
                 {"角色", "r", "席位", "", "new"}})
                .faults,
            "名册.csv:2:3: 第2行第3列（名称）疑似含手机号、学号、邮箱或网址; 请删去后再导入\n"
            "名册.csv:2:4: 第2行第4列（截止日期）不是日期：“明天”; 请写成 2026-09-01\n");
}

TEST(DirectoryMerge, HeadingsAreFoundOrNamed) {
  EXPECT_THAT(run({{"代号", "名称"}, {"a", "b"}}).faults, HasSubstr("找不到表头"));
  EXPECT_THAT(run({{"种类", "名称"}, {"单位", "b"}}).faults, HasSubstr("没有“代号”这一列"));
  EXPECT_EQ(run({{"种类，代号，名称"}, {"单位，a，甲"}}).faults, "名册.csv:1:1: 第1行第1列用了全角逗号“，”，请改为“,”。\n");
  EXPECT_THAT(run({{"种类", "代号", "种 类"}, {"单位", "a", "单位"}}).faults, HasSubstr("1:3: 第1行第3列“种类”这一列出现了两次"));
  EXPECT_THAT(run({{"种类", "代号", "颜色"}, {"单位", "a", "红"}}).faults,
              HasSubstr("1:3: 第1行第3列不认识的列：“颜色”; 可用的列：种类、代号、名称"));
}

TEST(DirectoryMerge, DataAboutPersonsIsRefused) {
  for (const char* heading : {"姓名", "手机号", "身份证号", "微信", "负责人姓名", "联系人"}) {
    EXPECT_THAT(fault({"种类", "代号", heading}, {"角色", "vp", "x"}), HasSubstr("是个人信息，不导入; 请删去这一列")) << heading;
  }
  for (const char* name :
       {"副校长 13800138000", "副校长１３８００１３８０００", "vp 110101199003070000", "副校长 a@b.cn", "一三八零零一三八零零零"}) {
    EXPECT_THAT(fault({"种类", "代号", "名称"}, {"角色", "vp", name}), HasSubstr("2:3: 第2行第3列（名称）疑似含手机号")) << name;
  }
  EXPECT_THAT(fault({"种类", "代号", "备注"}, {"角色", "vp", "找他 13800138000"}), HasSubstr("（备注）疑似含手机号"));
  for (const char* phone : {"138 0013 8000", "电话：13800138000", "+86 13800138000", "110101199003070000", "11010119900307000X"}) {
    EXPECT_THAT(fault({"种类", "代号", "电话"}, {"单位", "hq", phone}), HasSubstr("（电话）像手机号或身份证号")) << phone;
  }
  EXPECT_THAT(fault({"种类", "代号", "邮箱"}, {"单位", "hq", "13800138000@example.invalid"}), HasSubstr("（邮箱）像个人邮箱"));
  for (const char* column : {"代理", "", "截止日期", "邮箱", "分管单位", "分管领域", "联系方式"}) {
    EXPECT_THAT(fault({"种类", "代号", "名称", column}, {"角色", "vp", "", "13800138000"}),
                testing::AllOf(HasSubstr("2:4: "), testing::Not(HasSubstr("13800138000"))))
        << column;
  }
  EXPECT_EQ(fault({"种类", "代号", "电话", "备注"}, {"单位", "hq", "021-12345678 转 8001", "2027年起合并办公"}), "");
}

TEST(DirectoryCells, ReadWhatPeopleType) {
  EXPECT_EQ(read_code(" ｈｑ＿１　").value(), "hq_1");
  EXPECT_THAT(read_codes("a，b、c;d\ne,,a").value(), ElementsAre("a", "b", "c", "d", "e"));
  EXPECT_FALSE(read_codes("a，b：c"));
  for (const char* date : {"2026-09-01", "2026/9/1", "2026.9.1", "2026年9月1日", "２０２６－０９－０１", "20260901", "2026-09-01 00:00"}) {
    EXPECT_EQ(read_date(date).value_or("refused"), "2026-09-01") << date;
  }
  for (const char* date : {"2026-02-29", "9月1日", "2026-9", "明天", "46266", "2026-09-01 12:00", "99999999999999999999"}) {
    EXPECT_FALSE(read_date(date)) << date;
  }
  EXPECT_TRUE(read_yes_no("是").value());
  EXPECT_FALSE(read_yes_no("否").value());
  EXPECT_FALSE(read_yes_no("也许"));
  EXPECT_EQ(read_phone("值班电话：（021）1234－5678").value(), "(021)1234-5678");
  EXPECT_FALSE(read_url("hq.invalid"));
  EXPECT_EQ(trimmed("　 a b　\n"), "a b");
}

}  // namespace
}  // namespace fenghuo::directory
