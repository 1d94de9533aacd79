using Referrals.Tests.Architecture.Reading;

namespace Referrals.Tests.Architecture;

public sealed class FolderShapeTests
{
    private const int MaxLines = 300;
    private const int MaxFiles = 12;
    private const int MaxColumns = 160;

    /// <summary>Folders that hold more than twelve files, each with its reason.</summary>
    private static readonly Dictionary<string, string> LargerFolders = new(StringComparer.Ordinal)
    {
        ["src/Referrals"] = "what a host types; the engine is one type in a file for each of its aspects",
        ["src/Referrals/Storage"] = "the contract of a store, which an implementer reads as a whole",
        ["src/Referrals/Qualification/Conditions"] = "one condition after the other",
        ["src/Referrals/Serialization/Programs"] = "a reader and a writer for each part of a program",
        ["src/Referrals/Serialization/Programs/Documents"] = "one document for each object of the JSON form",
        ["src/Referrals/State"] = "one record for each kind of thing that is kept",
        ["src/Referrals/Deciding/Rewarding"] = "one conversion's way through the rules, step by step",
        ["src/Referrals/Programs"] = "a program and its rules made ready",
        ["src/Referrals/Deciding/Inputs"] = "one decider for each input",
        ["src/Referrals/Kpis"] = "what a KPI is, and the totals that every one is made of",
        ["src/Referrals/Kpis/Columns"] = "one column store, whose parts make sense only together",
        ["src/Referrals/Kpis/Reports/Pages"] = "one page, part by part",
        ["src/Referrals/Attribution/DataDriven/Markov"] = "one model, from the transitions to the solution",
        ["src/Referrals.EntityFrameworkCore/Commits"] = "one commit, step by step",
        ["src/Referrals.EntityFrameworkCore/Sql"] = "one statement each",
        ["src/Referrals/Vocabulary/Inputs"] = "one file for each input that a host reports",
    };

    [Fact]
    public void Each_file_holds_one_type_and_bears_its_name()
    {
        Findings.None(
            from file in SourceTree.Files
            where !IsAssemblyFile(file) && (file.Types.Count == 0 || file.Types.Any(type => type != file.Title))
            select $"{file.Path} holds {(file.Types.Count == 0 ? "no type" : string.Join(", ", file.Types))}",
            "One type per file, and the file is named after it (X.Aspect.cs for a part of a long type).");
    }

    [Fact]
    public void Each_namespace_is_its_folder()
    {
        Findings.None(
            from file in SourceTree.Files
            where !IsAssemblyFile(file) && !NamespacesOf(file).Contains(file.Namespace)
            select $"{file.Path} is in namespace '{file.Namespace}' and not in {string.Join(" or ", NamespacesOf(file))}",
            "A namespace follows its folder, so that readers find a type. Only the vocabulary and a package's root are in Referrals.");
    }

    [Fact]
    public void No_folder_bears_the_name_of_a_type_in_it()
    {
        Findings.None(
            from file in SourceTree.Files
            where file.Folder.Split('/').Contains(file.Title)
            select $"{file.Path} is named like a folder around it",
            "A namespace hides a type of the same name (CS0118). Rename one of them.");
    }

    [Fact]
    public void No_folder_is_named_after_a_kind_of_code()
    {
        string[] kinds = ["Models", "Helpers", "Managers", "Interfaces", "Enums", "Extensions", "Utils", "Common", "Misc", "Services"];
        Findings.None(
            from file in SourceTree.Files
            where file.Folder.Split('/').Intersect(kinds).Any()
            select $"src/{file.Package}/{file.Folder} says what kind of code it holds, not what it is for",
            "Name the folder after the stage or the reader's need.");
    }

    [Fact]
    public void Each_folder_can_be_taken_in_at_a_glance()
    {
        Findings.None(
            from folder in SourceTree.Files.GroupBy(file => $"src/{file.Package}/{file.Folder}".TrimEnd('/'))
            where folder.Count() > MaxFiles && !LargerFolders.ContainsKey(folder.Key)
            select $"{folder.Key} has {folder.Count()} files",
            $"A folder has at most {MaxFiles} files. Divide it by topic, or enter it with the reason into LargerFolders.");
    }

    [Fact]
    public void Each_file_can_be_read_in_one_sitting()
    {
        Findings.None(
            from file in SourceTree.Files
            where file.Lines.Count > MaxLines
            select $"{file.Path} has {file.Lines.Count} lines",
            $"A file has at most {MaxLines} lines. Take out the part that has a name of its own.");
    }

    /// <summary>Texts of messages may stand in one piece.</summary>
    [Fact]
    public void No_line_runs_out_of_the_window()
    {
        Findings.None(
            from file in SourceTree.Files
            from line in file.Lines.Select((text, index) => (text, number: index + 1))
            where line.text.Length > MaxColumns && !line.text.Contains('"', StringComparison.Ordinal)
            select $"{file.Path}:{line.number} has {line.text.Length} columns",
            $"A line has 120 columns; {MaxColumns} at the very most.");
    }

    private static bool IsAssemblyFile(SourceFile file) => file.FileName is "AssemblyInfo.cs" or "GlobalUsings.cs";

    private static string[] NamespacesOf(SourceFile file)
    {
        var isFront = file.TopFolder == SourceTree.RootFolder || (file.Package == SourceTree.Core && file.TopFolder == "Vocabulary");
        return isFront ? [.. new[] { SourceTree.Core, file.Package }.Distinct()] : [$"{file.Package}.{file.Folder.Replace('/', '.')}"];
    }
}
