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

TEST(Evidence, SeveralPiecesStandOnALineEach) {
  EXPECT_EQ(pieces_of(" 校党〔2026〕12号 \r\n\n纪要，见OA\n"), (std::vector<std::string>{"校党〔2026〕12号", "纪要，见OA"}));
  EXPECT_TRUE(pieces_of(" \n").empty());
  EXPECT_TRUE(are_document_numbers("校党〔2026〕12号\n督〔2026〕3号\n舆〔2026〕3号 2026-03-15"));
  EXPECT_FALSE(are_document_numbers("校党〔2026〕12号\n当事人已谈话"));
  EXPECT_FALSE(are_document_numbers(""));
}

}  // namespace
}  // namespace fenghuo::escalator
