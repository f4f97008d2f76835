#include "muster/formats/case_folder.hpp"

#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>

namespace muster {
namespace {

namespace fs = std::filesystem;
using Texts = std::map<std::string, std::string>;

// A small case in memory: a father's swab, a missing child, two bones.
Texts small_case() {
    return {{"profiles.csv", "sample,marker,allele1,allele2\n"
                             "B1,M1,10,12\nB1,M2,8,9.3\nB1,AMEL,X,Y\n"
                             "B2,M1,11,11\nB2,M2,?,?\n"
                             "dad,M1,10,11\ndad,M2,8,8\n"},
            {"pedigree.csv", "family,id,father,mother,sex,missing\n"
                             "F1,dad,0,0,1,0\nF1,mum,0,0,2,0\nF1,son,dad,mum,1,1\n"},
            {"frequencies.csv", "marker,allele,frequency\n"
                                "M1,10,0.2\nM1,11,0.3\nM1,12,0.5\nM2,8,0.4\nM2,9.3,0.6\n"}};
}

Result<Case> read(const Texts& texts, const CaseOptions& options = {}) {
    CaseFiles files;
    for (const auto& [name, text] : texts) {
        files[name] = {"case/" + name, text, {}};
    }
    return parse_case_files(files, "case", options);
}

Texts with(const std::string& name, const std::string& text) {
    Texts texts = small_case();
    texts[name] = text;
    return texts;
}

std::string refusal(const Texts& texts, const CaseOptions& options = {}) {
    const auto made = read(texts, options);
    EXPECT_FALSE(made);
    return made ? std::string{} : made.error().text();
}

LocusResult result_of(const SampleProfile& profile, const std::string& marker) {
    return consensus(profile)[marker];
}

TEST(CaseFolder, NotesAnUntypedFounderWhomOnlyHisIdJoinsToTwoFamilies) {
    const auto made = read(with("pedigree.csv", "family,id,father,mother,sex,missing\n"
                                                "F1,dad,0,0,1,0\nF1,mum,0,0,2,0\nF1,son,dad,mum,1,1\n"
                                                "F2,dad,0,0,1,0\nF2,mum,0,0,2,0\nF2,girl,dad,mum,2,1\n"));
    ASSERT_TRUE(made) << made.error().text();
    std::size_t notes = 0;
    for (const std::string& note : made->input().notes) {
        EXPECT_EQ(note.find("person 'dad'"), std::string::npos) << "he is typed";
        notes += note.find("person 'mum' is in the families 'F1', 'F2'") != std::string::npos ? 1 : 0;
    }
    EXPECT_EQ(notes, 1U);
}

TEST(CaseFolder, TellsRemainsFromReferencesById) {
    const auto made = read(small_case());
    ASSERT_TRUE(made) << made.error().text();
    const CaseInput& input = made->input();
    EXPECT_EQ(input.name, "case");
    ASSERT_EQ(input.remains.size(), 2U);
    EXPECT_EQ(input.remains[0].sample, "B1");
    EXPECT_EQ(sex_of(input.remains[0]).value_or(Sex::unknown), Sex::male);
    EXPECT_EQ(result_of(input.remains[1], "M2").status, LocusStatus::not_tested);
    EXPECT_EQ(input.references.size(), 1U);
    ASSERT_EQ(input.missing.size(), 1U);
    EXPECT_EQ(input.missing[0].person, "son");
    EXPECT_EQ(input.missing[0].family, "F1");
    EXPECT_FALSE(input.loci[0].mutates());
}

TEST(CaseFolder, ReadsOneRowASampleAndOneColumnAMarker) {
    const auto made =
        read(with("profiles.csv", "id;sex;M1;m2;Amelogenin\nB1;M;10/12;8|9,3;X/Y\nB2;;11/11;-/-;\ndad;;10 11;8;\n"));
    ASSERT_TRUE(made) << made.error().text();
    const CaseInput& input = made->input();
    EXPECT_EQ(result_of(input.remains[0], "M2").alleles, (std::vector<std::string>{"8", "9.3"}));
    EXPECT_EQ(result_of(input.remains[1], "M2").status, LocusStatus::not_tested);
    EXPECT_EQ(result_of(input.references.at("dad"), "M2").status, LocusStatus::partial);
    ASSERT_EQ(input.notes.size(), 1U);
    EXPECT_NE(input.notes[0].find("1 results show one allele only"), std::string::npos);
}

TEST(CaseFolder, KeepsReplicatesAndTheirStatus) {
    const auto made =
        read(with("profiles.csv", "sample,marker,allele1,allele2,allele3,height1,extraction,replicate,kit,status\n"
                                  "B1,M1,10,12,,800,E1,R1,KitA,\nB1,M1,10,,,300,E1,R2,KitA,partial\n"
                                  "B1,M1,10,11,12,,E2,R1,KitB,typed\nB1,M2,,,,,E1,R1,KitA,empty\n"));
    ASSERT_TRUE(made) << made.error().text();
    const SampleProfile& b1 = made->input().remains[0];
    ASSERT_EQ(b1.extractions.size(), 2U);
    ASSERT_EQ(b1.extractions[0].replicates.size(), 2U);
    EXPECT_EQ(b1.extractions[0].replicates[0].kit, "KitA");
    EXPECT_EQ(b1.extractions[0].replicates[1].loci.at("M1").status, LocusStatus::partial);
    EXPECT_EQ(b1.extractions[0].replicates[0].loci.at("M2").status, LocusStatus::tested_and_empty);
    EXPECT_EQ(b1.extractions[1].replicates[0].loci.at("M1").alleles.size(), 3U);
    EXPECT_DOUBLE_EQ(b1.extractions[0].replicates[0].loci.at("M1").heights.front(), 800.0);
}

TEST(CaseFolder, ReadsAPedFileAndAddsTheSecondParent) {
    Texts texts = small_case();
    texts.erase("pedigree.csv");
    texts["cases.ped"] =
        "# family person father mother sex status\nF1 dad 0 0 1 1\n\nF1\tson dad 0 1 missing  # eldest\n"
        "F1 girl dad mum 2 2\nF1 mum 0 0 2 -\n";
    const auto made = read(texts);
    ASSERT_TRUE(made) << made.error().text();
    ASSERT_EQ(made->input().missing.size(), 2U);
    const Pedigree& pedigree = made->pedigree();
    EXPECT_EQ(pedigree.member(pedigree.member(*pedigree.find("son")).mother).id, "added_1");
    EXPECT_EQ(made->input().notes.size(), 1U);
}

TEST(CaseFolder, TakesTheSameIdInTwoFamiliesForTheSamePerson) {
    const auto made =
        read(with("pedigree.csv", "family,id,fid,mid,sex,missing\nF1,dad,0,0,1,0\nF1,mum,0,0,2,0\n"
                                  "F1,son,dad,mum,1,1\nF2,son,,,1,0\nF2,wife,,,F,no\nF2,kid,son,wife,0,yes\n"));
    ASSERT_TRUE(made) << made.error().text();
    EXPECT_EQ(made->pedigree().size(), 5U);
    EXPECT_EQ(made->pedigree().components().size(), 1U);
    EXPECT_EQ(made->input().missing.size(), 2U);
    const std::string text =
        refusal(with("pedigree.csv", "family,id,fid,mid,sex,missing\nF1,dad,0,0,1,0\nF1,mum,0,0,2,0\n"
                                     "F1,son,dad,mum,1,1\nF2,mum,0,0,1,0\n"));
    EXPECT_NE(text.find("case/pedigree.csv:5: person 'mum' has another sex than in line 3"), std::string::npos) << text;
}

TEST(CaseFolder, ReadsPublishedFrequencyTables) {
    const auto made =
        read(with("frequencies.csv", "Allele;M1;M2\nN;200;200\n8;;0,4\n9.3;;0,6\n10;0,2;\n11;0,3;\n12;0,5;\n"));
    ASSERT_TRUE(made) << made.error().text();
    ASSERT_EQ(made->input().loci.size(), 2U);
    const Locus& m2 = made->input().loci[0].name() == "M2" ? made->input().loci[0] : made->input().loci[1];
    EXPECT_EQ(m2.alleles(), (std::vector<std::string>{"8", "9.3"}));
    EXPECT_DOUBLE_EQ(m2.freqs(0)[0], 0.4);
}

const std::string two_populations = "marker,allele,freq,population\nM1,10,0.2,North\nM1,11,0.3,North\nM1,12,0.5,North\n"
                                    "M1,10,0.1,South\nM1,11,0.9,South\nM2,8,0.4,North\nM2,9.3,0.6,North\n"
                                    "M2,8,0.7,South\nM2,9.3,0.3,South\n";

TEST(CaseFolder, AsksWhichPopulationAndUsesThatOne) {
    EXPECT_NE(refusal(with("frequencies.csv", two_populations)).find("North, South"), std::string::npos);
    CaseOptions options;
    options.population = "East";
    EXPECT_NE(refusal(with("frequencies.csv", two_populations), options).find("there is no population 'East'"),
              std::string::npos);
    options.population = "South";
    const auto unseen = read(with("frequencies.csv", two_populations), options);
    ASSERT_FALSE(unseen); // South has no allele 12 of M1
    options.population = "North";
    const auto made = read(with("frequencies.csv", two_populations), options);
    ASSERT_TRUE(made) << made.error().text();
    EXPECT_EQ(made->input().populations, std::vector<std::string>{"North"});
}

TEST(CaseFolder, GivesEachPersonTheirOwnPopulation) {
    Texts texts = with("frequencies.csv", two_populations);
    texts["pedigree.csv"] = "family,id,fid,mid,sex,missing,population\nF1,dad,0,0,1,0,North\nF1,mum,0,0,2,0,South\n"
                            "F1,son,dad,mum,1,1,South\n";
    EXPECT_NE(refusal(texts).find("12 not in the frequencies of population 'South'"), std::string::npos);
    CaseOptions options;
    options.rare_allele_frequency = 0.01;
    options.population = "South";
    const auto made = read(texts, options);
    ASSERT_TRUE(made) << made.error().text();
    const CaseInput& input = made->input();
    EXPECT_EQ(input.populations, (std::vector<std::string>{"South", "North"}));
    EXPECT_EQ(made->pedigree().member(*made->pedigree().find("dad")).population, 1U);
    EXPECT_EQ(input.missing[0].population, 0U);
    EXPECT_NEAR(input.loci[0].freqs(0)[2], 0.01 / 1.01, 1e-12);
}

TEST(CaseFolder, ChoosesTheMutationSettingAndNotesTheChoice) {
    const std::string settings = R"({"equal":{"model":"equal","rate":0.002},
        "step":{"model":"stepwise","male":{"rate":0.003,"range":0.5},"female":{"rate":0.001}}})";
    const auto first = read(with("mutation.json", settings));
    ASSERT_TRUE(first) << first.error().text();
    EXPECT_EQ(first->input().loci[0].spec().male.model, MutationModel::equal);
    ASSERT_EQ(first->input().notes.size(), 1U);
    EXPECT_NE(first->input().notes[0].find("'equal'"), std::string::npos);
    CaseOptions options;
    options.mutation = "step";
    const auto step = read(with("mutation.json", settings), options);
    ASSERT_TRUE(step) << step.error().text();
    EXPECT_DOUBLE_EQ(step->input().loci[1].spec().male.rate, 0.003);
    EXPECT_DOUBLE_EQ(step->input().loci[1].spec().male.range, 0.5);
    EXPECT_DOUBLE_EQ(step->input().loci[1].spec().female.rate, 0.001);
    EXPECT_TRUE(step->input().notes.empty());
    options.mutation = "none";
    const auto none = read(with("mutation.json", settings), options);
    ASSERT_TRUE(none);
    EXPECT_FALSE(none->input().loci[0].mutates());
    options.mutation = "random";
    EXPECT_NE(refusal(with("mutation.json", settings), options).find("there are: equal, step, none"),
              std::string::npos);
}

TEST(CaseFolder, TakesTheSettingNamedDefault) {
    const auto made = read(with("mutation.json", R"({"a":null,"default":{"male":{"model":"equal","rate":0.01},
                                                     "female":{"model":"proportional","rate":0.02}}})"));
    ASSERT_TRUE(made) << made.error().text();
    EXPECT_EQ(made->input().loci[0].spec().female.model, MutationModel::proportional);
}

TEST(CaseFolder, ReadsMutationByMarkerAndSex) {
    const auto made =
        read(with("mutation.csv", "marker,sex,model,rate,range\nM2,,proportional,0.004,\n*,F,equal,0.001,\n"
                                  "*,M,stepwise,0.002,0.2\n"));
    ASSERT_TRUE(made) << made.error().text();
    const auto& loci = made->input().loci;
    EXPECT_EQ(loci[0].spec().female.model, MutationModel::equal);
    EXPECT_DOUBLE_EQ(loci[0].spec().male.range, 0.2);
    EXPECT_EQ(loci[1].spec().male.model, MutationModel::proportional);
}

TEST(CaseFolder, ReadsMarkersLinkageAndPriors) {
    Texts texts = small_case();
    texts["markers.csv"] = "marker,chrom,silent\nM1,1,0.02\nM2,X,\nM9,Y9,\n";
    texts["linkage.csv"] = "marker1,marker2,cM,map\nM1,M2,10,kosambi\n";
    texts["prior.csv"] = "person,prior\nson,0.25\n";
    texts["profiles.csv"] = "sample,marker,allele1,allele2,sex\nB1,M2,8,,M\nB2,M2,8,,F\ndad,M2,9.3,,\n";
    const auto made = read(texts);
    ASSERT_TRUE(made) << made.error().text();
    const CaseInput& input = made->input();
    EXPECT_EQ(input.loci[0].alleles().back(), "silent");
    EXPECT_NEAR(input.loci[0].freqs(0)[0], 0.2 * 0.98, 1e-12);
    EXPECT_TRUE(input.loci[1].x_linked());
    EXPECT_EQ(result_of(input.remains[0], "M2").alleles, (std::vector<std::string>{"8", "8"}));
    EXPECT_EQ(result_of(input.remains[1], "M2").status, LocusStatus::partial);
    EXPECT_EQ(result_of(input.references.at("dad"), "M2").status, LocusStatus::typed);
    ASSERT_EQ(input.linkage.size(), 1U);
    EXPECT_NEAR(input.linkage[0].rho[0], 0.098687660112452, 1e-12); // tanh(0.2)/2
    EXPECT_DOUBLE_EQ(input.missing[0].prior.value_or(-1.0), 0.25);
}

TEST(CaseFolder, PutsLinkedMarkersInLineAndRefusesRings) {
    Texts texts = with("frequencies.csv", "marker,allele,freq\nA,1,1\nB,1,1\nC,1,1\nD,1,1\nE,1,1\n");
    texts["profiles.csv"] = "sample,A\nB1,1/1\n";
    texts["linkage.csv"] = "marker1,marker2,rho\nC,B,0.2\nA,B,0.1\nD,E,0.5\n";
    const auto made = read(texts);
    ASSERT_TRUE(made) << made.error().text();
    ASSERT_EQ(made->input().linkage.size(), 2U);
    EXPECT_EQ(made->input().linkage[0].loci, (std::vector<std::string>{"A", "B", "C"}));
    EXPECT_EQ(made->input().linkage[0].rho, (std::vector<double>{0.1, 0.2}));
    texts["linkage.csv"] = "marker1,marker2,rho\nA,B,0.2\nB,C,0.1\nC,A,0.5\n";
    EXPECT_NE(refusal(texts).find("case/linkage.csv:4:"), std::string::npos);
}

TEST(CaseFolder, ReadsTheNamesThatTheWorkloadsUse) {
    Texts texts = small_case();
    texts["families.csv"] =
        "family,id,fid,mid,sex,missing,typed\nF1,dad,0,0,1,0,1\nF1,mum,0,0,2,0,0\nF1,son,dad,mum,1,1,0\n";
    texts["pm_genotypes.csv"] = "id,M1\nB1,10/12\n";
    texts["am_genotypes.csv"] = "id,M1\ndad,10/11\n";
    texts["freqs.csv"] = texts["frequencies.csv"];
    for (const char* name : {"profiles.csv", "pedigree.csv", "frequencies.csv"}) {
        texts.erase(name);
    }
    const auto made = read(texts);
    ASSERT_TRUE(made) << made.error().text();
    EXPECT_EQ(made->input().remains.size(), 1U);
    EXPECT_EQ(made->input().references.size(), 1U);
    texts["am_genotypes.csv"] = "id,M1\nuncle,10/11\n";
    EXPECT_NE(refusal(texts).find("case/am_genotypes.csv:2: reference 'uncle' is not a person"), std::string::npos);
    texts["am_genotypes.csv"] = "id,M1\ndad,10/11\n";
    texts["pm_genotypes.csv"] = "id,M1\nmum,10/12\n";
    EXPECT_NE(refusal(texts).find("has the id of a person of the pedigree"), std::string::npos);
}

TEST(CaseFolder, SaysWhenAllIsSimulated) {
    EXPECT_FALSE(read(small_case())->input().simulated);
    EXPECT_TRUE(read(with("simulated", "all of it"))->input().simulated);
    EXPECT_TRUE(read(with("samples.csv", "sample,sex,kind,simulated\nB1,M,remains,yes\n"))->input().simulated);
}

TEST(CaseFolder, AddsRareAllelesOnlyWhereAskedTo) {
    const Texts texts = with("profiles.csv", "sample,marker,allele1,allele2\nB1,M1,10,99\n");
    EXPECT_EQ(refusal(texts).find("case/profiles.csv:2: sample 'B1', marker 'M1': allele '99' is not in"), 0U);
    CaseOptions options;
    options.rare_allele_frequency = 0.001;
    const auto made = read(texts, options);
    ASSERT_TRUE(made) << made.error().text();
    EXPECT_TRUE(made->input().loci[0].find("99"));
    ASSERT_EQ(made->input().notes.size(), 1U);
    EXPECT_NE(made->input().notes[0].find("99"), std::string::npos);
}

TEST(CaseFolder, NamesFileAndLineOfWhatIsWrong) {
    const std::pair<Texts, const char*> cases[] = {
        {with("profiles.csv", "sample,marker,allele1,allele2\nB1,M7,10,12\n"),
         "case/profiles.csv:2: sample 'B1', marker 'M7'"},
        {with("profiles.csv", "sample,M1,D9S1\nB1,10/12,\n"), "case/profiles.csv:1: the column 'D9S1' is no marker"},
        {with("profiles.csv", "sample,marker,allele1\nB1,M1,10\n"),
         "case/profiles.csv:1: the column 'allele2' is missing"},
        {with("profiles.csv", "name,marker\nB1,M1\n"), "the column 'sample' or 'id'"},
        {with("profiles.csv", "sample,marker,allele1,allele2\nB1,M1,10\n"),
         "case/profiles.csv:2: this record has 3 fields"},
        {with("profiles.csv", "sample,marker,allele1,allele2\nB1,M1,10,12\nB1,M1,10,12\n"),
         "case/profiles.csv:3: sample 'B1', "
         "marker 'M1': typed twice"},
        {with("profiles.csv", "sample,marker,allele1,allele2,status\nB1,M1,10,12,empty\n"), "contradicts the alleles"},
        {with("profiles.csv", "sample,marker,allele1,allele2,sex\nB1,M1,10,12,boy\n"),
         "the sex of sample 'B1' is 'boy'"},
        {with("profiles.csv", "sample,marker,allele1,allele2,sex\nB1,AMEL,X,X,M\n"),
         "case/profiles.csv:2: sample 'B1': amelogenin"},
        {with("samples.csv", "sample,kind\nB1,bone\n"), "case/samples.csv:2: the kind of sample is 'bone'"},
        {with("pedigree.csv", "family,id,father,sex,missing\n"), "'mother'"},
        {with("pedigree.csv", "id,father,mother,sex,missing\nx,0,0,9,0\n"),
         "case/pedigree.csv:2: the sex of 'x' is '9'"},
        {with("pedigree.csv", "id,father,mother,sex,missing\n0,0,0,1,0\n"),
         "case/pedigree.csv:2: the person has no id"},
        {with("pedigree.csv", "id,father,mother,sex,missing\nx,y,z,1,0\n"),
         "case/pedigree.csv:2: the father of 'x' is 'y'"},
        {with("pedigree.csv", "id,father,mother,sex,missing\nx,y,z,1,0\ny,x,z,1,0\nz,0,0,2,0\n"),
         "case/pedigree.csv: "},
        {with("frequencies.csv", "marker,allele\nM1,10\n"), "case/frequencies.csv:1: the column 'frequency' or 'freq'"},
        {with("frequencies.csv", "locality,x\nM1,10\n"), "the column 'marker' or 'allele' is missing"},
        {with("frequencies.csv", "marker,allele,freq\nM1,10,many\n"),
         "case/frequencies.csv:2: the frequency of allele '10'"},
        {with("frequencies.csv", "marker,allele,freq\nM1,10,0.5\nM1,10,0.5\n"),
         "case/frequencies.csv:3: allele '10' of 'M1' is"},
        {with("frequencies.csv", "marker,allele,freq,chrom\nM1,10,0.5,Z\n"), "the chromosome is 'Z'"},
        {with("frequencies.csv", "marker,allele,freq\nM1,10,0.5\nM1,11,0.2\nM1,12,0.1\nM2,8,0.4\nM2,9.3,0.6\n"),
         "case/frequencies.csv: locus 'M1'"},
        {with("mutation.json", "{\"model\":\"equal\",\n \"rate\":0.1"),
         "case/mutation.json:2: the JSON ends too early"},
        {with("mutation.json", "{\"model\":\"sideways\"}"), "sideways"},
        {with("mutation.csv", "marker,model\nM1,sideways\n"), "case/mutation.csv:2:"},
        {with("mutation.csv", "marker,model,rate\nM5,equal,0.1\n"), "case/mutation.csv:2: marker 'M5'"},
        {with("prior.csv", "person,prior\nmum,0.2\n"), "case/prior.csv:2: 'mum' is not a missing person"},
        {with("prior.csv", "person,prior\nson,2\n"), "case/prior.csv:2: the prior is '2'"},
        {with("linkage.csv", "marker1,marker2,rho\nM1,M2,0.7\n"), "case/linkage.csv:2: rho is '0.7'"},
        {with("linkage.csv", "marker1,marker2\nM1,M2\n"), "'cm' or 'rho'"},
        {with("linkage.csv", "marker1,marker2,rho\nM1,M8,0.1\n"), "case/linkage.csv:2: marker 'M8'"},
    };
    for (const auto& [texts, message] : cases) {
        const std::string text = refusal(texts);
        EXPECT_NE(text.find(message), std::string::npos) << "expected: " << message << "\nfound: " << text;
        EXPECT_EQ(text.rfind("case/", 0), 0U) << text;
    }
}

TEST(CaseFolder, SaysWhichFilesAFolderLacks) {
    const std::string text = refusal({{"pedigree.csv", ""}});
    EXPECT_NE(text.find("the profiles (profiles.csv"), std::string::npos);
    EXPECT_NE(text.find("the allele frequencies"), std::string::npos);
    EXPECT_EQ(text.find("the pedigree ("), std::string::npos);
}

class FolderOnDisk : public testing::Test {
  protected:
    FolderOnDisk() {
        std::string name = (fs::temp_directory_path() / "muster-XXXXXX").string();
        path_ = mkdtemp(name.data());
    }
    ~FolderOnDisk() override {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    void write(const std::string& name, const std::string& text) const { std::ofstream(path_ / name) << text; }
    fs::path path_;
};

TEST_F(FolderOnDisk, IsReadWhateverTheCaseOfItsFileNames) {
    for (const auto& [name, text] : small_case()) {
        write(name == "profiles.csv" ? "Profiles.CSV" : name, text);
    }
    write("notes.txt", "not looked at");
    const auto made = read_case(path_, {});
    ASSERT_TRUE(made) << made.error().text();
    EXPECT_EQ(made->input().name, path_.filename().string());
}

TEST_F(FolderOnDisk, NotesAFileThatIsNotUtf8) {
    for (const auto& [name, text] : small_case()) {
        write(name, text);
    }
    write("samples.csv", "sample,kind,place\nB1,remains,Fr\xE9jus\n");
    const auto made = read_case(path_, {});
    ASSERT_TRUE(made) << made.error().text();
    ASSERT_EQ(made->input().notes.size(), 1U);
    EXPECT_NE(made->input().notes[0].find("Latin-1"), std::string::npos);
}

TEST_F(FolderOnDisk, IsRefusedWhereAFolderStandsForAFile) {
    fs::create_directory(path_ / "profiles.csv");
    const auto made = read_case(path_, {});
    ASSERT_FALSE(made);
    EXPECT_NE(made.error().text().find("profiles.csv: this is a folder"), std::string::npos);
}

TEST_F(FolderOnDisk, ListsTheFormsOfACaseForAnotherFile) {
    write("case.docx", "?");
    const auto made = read_case(path_ / "case.docx", {});
    ASSERT_FALSE(made);
    EXPECT_NE(made.error().message.find("*.fam"), std::string::npos);
    const auto none = read_case(path_ / "nothing", {});
    ASSERT_FALSE(none);
    EXPECT_NE(none.error().message.find("no such file"), std::string::npos);
}

} // namespace
} // namespace muster
