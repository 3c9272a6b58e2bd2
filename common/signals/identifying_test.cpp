#include "common/signals/identifying.hpp"

#include <rapidcheck/gtest.h>

namespace fenghuo {
namespace {

TEST(Identifying, SeesNumbersAccountsAndAddresses) {
  for (const char* text : {"请联系13800138000",
                           "138-0013-8000",
                           "138 0013 8000",
                           "１３８００１３８０００",
                           "一三八零零一三八零零零",
                           "138\u200B00138000",
                           "(021) 6598 1234",
                           "021-65981234",
                           "学号20271234",
                           "2027123456",
                           "31010519900307123X",
                           "abc@mail.invalid",
                           "＠某同学",
                           "@handle",
                           "见 https://x.invalid/p/1",
                           "www.something",
                           "weibo.com/u/1",
                           "QQ：1234567",
                           "qq群 123456",
                           "微信号：abc_12345",
                           "wxid_abc",
                           "10.1.2.3"}) {
    EXPECT_TRUE(looks_identifying(text)) << text;
  }
}

TEST(Identifying, LetsOrdinaryTextPass) {
  for (const char* text : {"", "二食堂饭菜质量", "3号楼停水2小时", "2027年3月9日14:00前", "2027-03-09 14:00", "2027/3/9",
                           "2026-2027学年第一学期", "2026-2027-1", "舆〔2027〕3号", "国办发〔2016〕80号", "1200条信息", "涉及12.5%",
                           "已会商，16:30回复", "三三两两", "二〇二七年", "网速10.5兆", "A.B班"}) {
    EXPECT_FALSE(looks_identifying(text)) << text;
  }
}

TEST(Identifying, EvidenceMayBeALinkButStillNoNumberBesideIt) {
  EXPECT_TRUE(looks_identifying("https://news.school.invalid/2027/03/091234567.html"));
  EXPECT_FALSE(looks_identifying("https://news.school.invalid/2027/03/091234567.html", Links::allowed));
  EXPECT_FALSE(looks_identifying("见https://news.school.invalid/a，已回应", Links::allowed));
  EXPECT_TRUE(looks_identifying("https://news.school.invalid/a 电话13800138000", Links::allowed));
}

RC_GTEST_PROP(Identifying, AMobileNumberIsSeenInAnyText, (const std::string& before, const std::string& after)) {
  RC_ASSERT(looks_identifying(before + " 13800138000 " + after));
}

}  // namespace
}  // namespace fenghuo
