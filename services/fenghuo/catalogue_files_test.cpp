#include "services/fenghuo/catalogue_files.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "common/config/bundle_loader.hpp"
#include "services/fenghuo/scratch_folder.hpp"

namespace fenghuo::catalogue {
namespace {

using testing::HasSubstr;

class CatalogueFiles : public testing::Test {
 protected:
  CatalogueFiles() { std::filesystem::copy(FENGHUO_SHIPPED_CONFIG, folder(), std::filesystem::copy_options::recursive); }
  std::string folder() const { return scratch_ / "config"; }
  std::string text(const std::string& name) const {
    std::ifstream in(folder() + "/" + name, std::ios::binary);
    std::stringstream out;
    out << in.rdbuf();
    return out.str();
  }
  static const wire::Duty& duty(const wire::Bundle& bundle, const std::string& id) {
    const auto& all = bundle.duties();
    return *std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.id() == id; });
  }

  ScratchFolder scratch_;
};

TEST_F(CatalogueFiles, ConfirmsDutiesAndPlansAndKeepsEveryOtherLine) {
  const auto before = text("obligations/fixed.yaml");
  const auto done = confirm(folder(), {{"cyzd-tuijin", "cyzd-3n"}, {"committee"}, "校党〔2027〕12号", "2027-01-08"});
  ASSERT_TRUE(done.has_value()) << done.error().message;
  ASSERT_TRUE(done->faults.empty()) << to_text(done->faults.front());
  ASSERT_EQ(done->entries.size(), 3U);
  EXPECT_EQ(done->entries[0].title, "全面从严治党推进会议");
  EXPECT_EQ(done->entries[0].file, "obligations/fixed.yaml");
  EXPECT_EQ(done->entries[2].file, "plans.yaml");
  const auto load = load_bundle(folder());
  EXPECT_FALSE(has_errors(load.faults));
  for (const char* id : {"cyzd-tuijin", "cyzd-3n"}) {
    EXPECT_TRUE(duty(load.bundle, id).confirmed()) << id;
    EXPECT_EQ(duty(load.bundle, id).confirmed_by(), "校党〔2027〕12号");
    EXPECT_EQ(duty(load.bundle, id).confirmed_on(), "2027-01-08");
    EXPECT_FALSE(duty(load.bundle, id).obligation().proposed()) << "its plan is confirmed too";
  }
  EXPECT_FALSE(duty(load.bundle, "cyzd-bushu").confirmed());
  std::string without = text("obligations/fixed.yaml");
  for (const std::string line : {"    status: confirmed\n", "    confirmed_by: 校党〔2027〕12号\n", "    confirmed_on: 2027-01-08\n"}) {
    for (auto at = without.find(line); at != std::string::npos; at = without.find(line)) without.erase(at, line.size());
  }
  EXPECT_EQ(without, before);
  EXPECT_THAT(text("plans.yaml"), HasSubstr("- id: committee\n    confirmed: true\n    grace: 0s"));
}

TEST_F(CatalogueFiles, ConfirmedAgainReplacesWhoAndWhen) {
  ASSERT_TRUE(confirm(folder(), {{"cyzd-tuijin"}, {}, "党办试行", "2027-01-08"}).has_value());
  ASSERT_TRUE(confirm(folder(), {{"cyzd-tuijin"}, {}, "校党委常委会", "2027-02-01"}).has_value());
  const auto load = load_bundle(folder());
  EXPECT_EQ(duty(load.bundle, "cyzd-tuijin").confirmed_by(), "校党委常委会");
  EXPECT_EQ(duty(load.bundle, "cyzd-tuijin").confirmed_on(), "2027-02-01");
}

TEST_F(CatalogueFiles, OneUnknownIdAndNothingIsWritten) {
  const auto before = text("obligations/fixed.yaml");
  const auto done = confirm(folder(), {{"cyzd-tuijin", "nothing"}, {}, "校党委常委会", "2027-01-08"});
  ASSERT_FALSE(done.has_value());
  EXPECT_THAT(done.error().message, HasSubstr("no duty in obligations/ with the id \"nothing\""));
  EXPECT_EQ(text("obligations/fixed.yaml"), before);
}

TEST_F(CatalogueFiles, AFolderThatWouldNotBeSoundIsLeftAsItIs) {
  std::ofstream(folder() + "/obligations/own.yaml", std::ios::binary) << "duties:\n  - {id: own}\n";
  const auto before = text("obligations/fixed.yaml");
  const auto done = confirm(folder(), {{"cyzd-tuijin"}, {}, "校党委常委会", "2027-01-08"});
  ASSERT_TRUE(done.has_value());
  ASSERT_FALSE(done->faults.empty());
  EXPECT_THAT(to_text(done->faults.front()), HasSubstr(folder() + "/obligations/own.yaml:2:5: "));
  EXPECT_EQ(text("obligations/fixed.yaml"), before);
}

}  // namespace
}  // namespace fenghuo::catalogue
