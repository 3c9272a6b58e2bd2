#include "common/base/crypto.hpp"

#include <rapidcheck/gtest.h>

#include <stdexcept>

#include "common/base/bytes.hpp"

namespace fenghuo::crypto {
namespace {

std::string unhex(std::string_view text) { return from_hex(text).value(); }

constexpr auto hash_of_abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

TEST(Sha256, VectorsOfFips180) {
  EXPECT_EQ(to_hex(sha256("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(to_hex(sha256("abc")), hash_of_abc);
  EXPECT_EQ(to_hex(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

TEST(Sha256, PiecesAreOneTextAndFinishStartsAnew) {
  Sha256 hash;
  EXPECT_EQ(to_hex(hash.add("a").add("").add("bc").finish()), hash_of_abc);
  EXPECT_EQ(to_hex(hash.add("abc").finish()), hash_of_abc);
  Sha256 moved = std::move(hash.add("ab"));
  EXPECT_EQ(to_hex(moved.add("c").finish()), hash_of_abc);
}

TEST(HmacSha256, VectorsOfRfc4231) {
  const auto hmac = [](const std::string& key, std::string_view data) { return to_hex(hmac_sha256(key, data)); };
  EXPECT_EQ(hmac(std::string(20, '\x0b'), "Hi There"), "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  EXPECT_EQ(hmac("Jefe", "what do ya want for nothing?"), "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(hmac(std::string(20, '\xaa'), std::string(50, '\xdd')), "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe");
  EXPECT_EQ(hmac(unhex("0102030405060708090a0b0c0d0e0f10111213141516171819"), std::string(50, '\xcd')),
            "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b");
  EXPECT_EQ(hmac(std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First"),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
  EXPECT_EQ(hmac(std::string(131, '\xaa'),
                 "This is a test using a larger than block-size key and a larger than block-size data. "
                 "The key needs to be hashed before being used by the HMAC algorithm."),
            "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2");
}

TEST(HmacSha256, TakesAnEmptyKeyAfterAnother) {
  (void)hmac_sha256("another key", "x");
  EXPECT_EQ(to_hex(hmac_sha256({}, {})), "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

struct Vector {
  const char* seed;
  const char* public_key;
  const char* message;
  const char* signature;
};

// RFC 8032, 7.1, tests 1 to 3.
constexpr std::array<Vector, 3> ed25519_vectors = {
    {{"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
      "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
      "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"},
     {"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
      "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
      "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"},
     {"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
      "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
      "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"}}};

TEST(Ed25519, VectorsOfRfc8032) {
  for (const Vector& v : ed25519_vectors) {
    const SigningKey key = signing_key_from_seed(unhex(v.seed));
    EXPECT_EQ(to_hex(key.public_key), v.public_key);
    const std::string message = unhex(v.message);
    const std::string signature = sign(key, message);
    EXPECT_EQ(to_hex(signature), v.signature);
    EXPECT_TRUE(verify(key.public_key, message, signature));
  }
}

TEST(Ed25519, RefusesAnythingElse) {
  const SigningKey key = make_signing_key();
  const std::string signature = sign(key, "head 41");
  EXPECT_TRUE(verify(key.public_key, "head 41", signature));
  EXPECT_FALSE(verify(key.public_key, "head 42", signature));
  EXPECT_FALSE(verify(make_signing_key().public_key, "head 41", signature));
  EXPECT_FALSE(verify(key.public_key, "head 41", signature.substr(1)));
  EXPECT_FALSE(verify(key.public_key.substr(1), "head 41", signature));
  EXPECT_FALSE(verify("", "head 41", ""));
  for (std::size_t i = 0; i < signature.size(); ++i) {
    std::string bent = signature;
    bent[i] = static_cast<char>(bent[i] ^ 1);
    EXPECT_FALSE(verify(key.public_key, "head 41", bent)) << "byte " << i;
  }
}

TEST(Ed25519, ASeedOfAnotherLengthIsAProgrammersError) { EXPECT_THROW(signing_key_from_seed("short"), std::runtime_error); }

TEST(RandomBytes, AreAsManyAsAskedAndNeverTheSame) {
  EXPECT_EQ(random_bytes(0), "");
  EXPECT_EQ(random_bytes(1000).size(), 1000U);
  EXPECT_NE(random_bytes(16), random_bytes(16));
}

RC_GTEST_PROP(EqualConstantTime, SaysWhatEqualitySays, (const std::string& a, const std::string& b)) {
  RC_ASSERT(equal_constant_time(a, b) == (a == b));
  RC_ASSERT(equal_constant_time(a, std::string(a)));
  RC_ASSERT(!equal_constant_time(a, a + "x"));
}

}  // namespace
}  // namespace fenghuo::crypto
