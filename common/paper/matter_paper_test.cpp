#include "common/paper/matter_paper.hpp"

#include "common/paper/test_file.hpp"

namespace fenghuo {
namespace {

using testing::HasSubstr;
using testing::Not;

Paper paper_of(const MatterFile& file) { return matter_paper(file, paper_bundle(), beijing()); }

const PaperTable* find_table(const Paper& paper, const std::string& heading) {
  for (const auto& table : paper.tables) {
    if (table.heading.ends_with(heading)) return &table;
  }
  return nullptr;
}

// "label: text" and "a | b | c", a line a row.
std::string text_of(const Paper& paper) {
  std::string out = paper.title + "\n" + paper.number + "\n";
  for (const auto& table : paper.tables) {
    out.append(table.heading).append("\n");
    for (const auto& row : table.rows) {
      for (const auto& cell : row) out.append(cell).append(" | ");
      out.append("\n");
    }
  }
  for (const auto& line : paper.foot) out.append(line).append("\n");
  return out;
}

TEST(MatterPaper, SaysWhatADutyIsAndWhoseItIs) {
  const auto text = text_of(paper_of(duty_file()));
  for (const char* line : {"办理单\n督〔2027〕12号\n", "编号 | 督〔2027〕12号", "事项 | 年中推进会议",
                           "依据 | 《实施办法》四（一）1（2018年版）", "牵头 | 后勤保障处", "配合 | 教务处", "督办灯 | 督办中",
                           "首次期限 | 2027年7月8日 17:30", "现行期限 | 2027年7月9日 24:00（已调整）", "办理状态 | 已办结"})
    EXPECT_THAT(text, HasSubstr(line));
}

TEST(MatterPaper, NamesWhoAllowedMoreTimeAndWhoSignedTheSlip) {
  const auto paper = paper_of(duty_file());
  const auto text = text_of(paper);
  EXPECT_THAT(text, HasSubstr("2027-07-06 10:00:00 | 后勤保障处 | 2027年7月9日 24:00 | 批准：党（校）办值班，2027-07-06 "
                              "11:00:00；原期限2027年7月8日 17:30；事由：材料需补充"));
  EXPECT_THAT(
      text,
      HasSubstr("督办单 | 督〔2027〕12号 | 后勤保障处 | 拟稿：2027-07-08 18:00:00\n签发：2027-07-08 18:20:00\n签发人：supervision-desk"));
  EXPECT_THAT(text, HasSubstr("请于2027年7月13日 17:30前答复\n尚无答复"));
  EXPECT_THAT(text, HasSubstr("出席 | 党（校）办值班：参加"));
}

TEST(MatterPaper, TellsEveryAttemptAndNeverThatSomebodyRead) {
  const auto paper = paper_of(duty_file());
  const auto* told = find_table(paper, "告知与送达");
  ASSERT_NE(told, nullptr);
  ASSERT_EQ(told->rows.size(), 2U);
  EXPECT_EQ(told->rows[0][3], "已送达\n第1次 2027-06-01 08:30:01 未成功，再次发送（451 busy）\n第2次 2027-06-01 08:31:01 已送达");
  EXPECT_EQ(told->rows[1][3], "未送达");
  EXPECT_THAT(text_of(paper), Not(HasSubstr("已读")));
}

TEST(MatterPaper, NamesAccountAndPartyOfWhoTookHandedInAndVerified) {
  const auto paper = paper_of(duty_file());
  const auto* acts = find_table(paper, "承办与核验");
  ASSERT_NE(acts, nullptr);
  const std::vector<std::vector<std::string>> expected = {{"2027-06-02 09:00:00", "签收", "后勤保障处", "logistics-desk"},
                                                          {"2027-07-08 16:00:00", "报送", "后勤保障处", "logistics-desk"},
                                                          {"2027-07-09 08:00:00", "核验通过", "党（校）办值班", "office-desk"}};
  EXPECT_EQ(acts->rows, expected);
}

TEST(MatterPaper, SaysWhatALiaisonSignedForALeader) {
  auto file = duty_file();
  for (auto& event : file.events) {
    if (event.kind() == "submitted") add_field(event.mutable_fields(), "by_liaison", "1");
  }
  const auto paper = paper_of(file);
  const auto* acts = find_table(paper, "承办与核验");
  ASSERT_NE(acts, nullptr);
  EXPECT_EQ(acts->rows[0][2], "后勤保障处");
  EXPECT_EQ(acts->rows[1][2], "后勤保障处（由联络员代签）");
}

TEST(MatterPaper, SaysOfAGroupsLinkThatWhoActedIsReportedByOneself) {
  auto file = duty_file();
  for (auto& event : file.events) {
    if (event.kind() == "acknowledged") event.set_actor("self-reported:unit:logistics");
    if (event.kind() == "submitted") event.set_actor("self-reported:other");
  }
  file.view.mutable_body()->mutable_duty()->mutable_slips(0)->set_issued_by("self-reported:role:office");
  const auto paper = paper_of(file);
  const auto* acts = find_table(paper, "承办与核验");
  ASSERT_NE(acts, nullptr);
  EXPECT_EQ(acts->rows[0][3], "经群链接，自报身份（后勤保障处）");
  EXPECT_EQ(acts->rows[1][3], "经群链接，自报身份");
  EXPECT_EQ(acts->rows[2][3], "office-desk");
  const auto text = text_of(paper);
  EXPECT_THAT(text, HasSubstr("签发人：经群链接，自报身份（党（校）办值班）"));
  EXPECT_THAT(text, Not(HasSubstr("self-reported")));
}

TEST(MatterPaper, NamesWhoSignedThroughALink) {
  auto file = duty_file();
  auto& state = *file.view.mutable_body()->mutable_duty();
  state.mutable_slips(0)->set_issued_by("self-reported:综合科科长");
  state.mutable_extensions(0)->set_decided_by("self-reported:值班主任");
  const auto text = text_of(paper_of(file));
  EXPECT_THAT(text, HasSubstr("签发人：经群链接，自报身份（综合科科长）"));
  EXPECT_THAT(text, HasSubstr("批准：经群链接，自报身份（值班主任）"));
  EXPECT_THAT(text, Not(HasSubstr("self-reported")));
}

TEST(MatterPaper, SaysWhereItStandsInTheJournal) {
  const auto text = text_of(paper_of(duty_file()));
  std::string hash;
  for (int i = 0; i < 32; ++i) hash += "ab";
  EXPECT_THAT(text, HasSubstr("流水号 | 12–90（本件4条）"));
  EXPECT_THAT(text, HasSubstr("fenghuo ledger verify --against main:412:" + hash));
  EXPECT_THAT(text, HasSubstr("时间均为北京时间"));
}

TEST(MatterPaper, IsMadeWhenTheMatterLastChanged) { EXPECT_EQ(to_ms(paper_of(duty_file()).made), ms_at("2027-07-09T08:00:00+08:00")); }

TEST(MatterPaper, LeavesOutWhatThereIsNot) {
  MatterFile file;
  file.view.set_id(7);
  file.view.mutable_row()->set_kind("warning");
  file.view.mutable_row()->set_level("red");
  file.view.mutable_body()->set_title("第二食堂晚餐价格");
  const auto paper = paper_of(file);
  const auto text = text_of(paper);
  EXPECT_THAT(text, HasSubstr("级别 | 红色（一级）"));
  EXPECT_THAT(text, Not(HasSubstr("督办灯")));
  EXPECT_EQ(find_table(paper, "会议"), nullptr);
  ASSERT_EQ(paper.tables.size(), 2U);
  EXPECT_EQ(paper.tables[1].heading, "二、留痕核验") << "numbered without gaps";
}

TEST(MatterPaper, HidesATitleThatWaitsForReview) {
  auto file = duty_file();
  file.view.mutable_body()->set_title_quarantined(true);
  file.view.mutable_body()->set_title("某某同学");
  EXPECT_THAT(text_of(paper_of(file)), Not(HasSubstr("某某同学")));
}

TEST(MatterPaper, OfADisciplineDutyShowsNumberAndDateAlone) {
  auto file = duty_file();
  file.view.mutable_body()->mutable_duty()->mutable_occurrence()->mutable_obligation()->set_number_only(true);
  file.view.mutable_body()->set_title("另写的标题");
  const auto text = text_of(paper_of(file));
  for (const char* words : {"另写的标题", "已安排专人", "材料需补充", "行政楼三层第一会议室", "上半年落实情况"})
    EXPECT_THAT(text, Not(HasSubstr(words)));
  EXPECT_THAT(text, HasSubstr("年中推进会议")) << "the catalogue's title";
  EXPECT_THAT(text, HasSubstr("后勤〔2027〕3号"));
}

TEST(MatterPaper, ManyAttemptsAreShortened) {
  auto file = duty_file();
  for (int i = 0; i < 40; ++i) add_attempt(file.deliveries[1], "retry", "", ms_at("2027-06-01T09:00:00+08:00"));
  const auto cell = find_table(paper_of(file), "告知与送达")->rows[1][3];
  EXPECT_THAT(cell, HasSubstr("……其间28次"));
  EXPECT_THAT(cell, HasSubstr("第40次"));
}

TEST(CellText, CutsLongTextsAndHasNoControls) {
  EXPECT_EQ(cell_text("a\tb\x1b\nc\xff"), "a b \nc?");
  std::string longer;
  for (int i = 0; i < 1500; ++i) longer += "字";
  EXPECT_EQ(cell_text(longer).size(), 3 * most_cell_characters + std::string("……").size());
}

TEST(MatterPaper, TellsWhatWaitsForConfirmationAndWhatIsNamed) {
  auto file = duty_file();
  EXPECT_THAT(text_of(paper_of(file)), Not(HasSubstr("待校党委确认")));
  auto& state = *file.view.mutable_body()->mutable_duty();
  state.mutable_occurrence()->mutable_obligation()->set_proposed(true);
  state.add_cites("舆〔2027〕3号");
  state.add_cites("督〔2027〕1号");
  state.add_cited_by("督〔2027〕9号");
  state.add_merged_from("督〔2027〕8号");
  const auto text = text_of(paper_of(file));
  for (const char* line : {"确认 | 时点等默认值待校党委确认", "引用事项 | 舆〔2027〕3号、督〔2027〕1号", "被引用 | 督〔2027〕9号",
                           "并入的事项 | 督〔2027〕8号"})
    EXPECT_THAT(text, HasSubstr(line));
  file.view.mutable_body()->set_work(wire::MERGED);
  file.view.mutable_body()->set_inhibited_by("督〔2027〕5号");
  EXPECT_THAT(text_of(paper_of(file)), HasSubstr("并入 | 督〔2027〕5号"));
}

}  // namespace
}  // namespace fenghuo
