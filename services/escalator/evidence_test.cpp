#include "services/escalator/evidence.hpp"

namespace fenghuo::escalator {
namespace {

TEST(Evidence, ADocumentNumberAndADateAreTaken) {
  for (const char* text : {"校党〔2026〕12号", "校党[2026]12号", "校纪（2026）第7号", "〔2026〕3号", "2026-0315-A", "JW/2026/17",
                           "2026-03-15", "2026年3月15日", "校党〔2026〕12号 2026-03-15", "校党〔2026〕12号，2026年3月15日"})
    EXPECT_TRUE(is_document_number(text)) << text;
}

TEST(Evidence, AnythingThatSpeaksIsNoDocumentNumber) {
  for (const char* text :
       {"", " ", "已办理", "校党〔2026〕12号 当事人已谈话", "见附件", "https://oa.example.edu.cn/1", "13800000000", "202612345678",
        "校党〔26〕12号", "校党〔2026〕号", "关于某某同志的情况说明〔2026〕1号", "a@b.cn", "校党〔2026〕12号 2026-03-15 附件"})
    EXPECT_FALSE(is_document_number(text)) << text;
}

TEST(Evidence, FindsTheMattersItNames) {
  EXPECT_EQ(matters_named("见督〔2026〕12号和舆〔2026〕3号，督〔2026〕12号"), "督〔2026〕12号,舆〔2026〕3号");
  EXPECT_EQ(matters_named("校党〔2026〕12号"), "");
  EXPECT_EQ(matters_named("督〔2026〕号"), "");
  EXPECT_EQ(matters_named("〔〔〔"), "");
}

}  // namespace
}  // namespace fenghuo::escalator
