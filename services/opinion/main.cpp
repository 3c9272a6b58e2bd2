#include "services/opinion/opinion.hpp"

int main(int argc, char** argv) { return fenghuo::run_process("opinion", argc, argv, fenghuo::opinion::run); }
