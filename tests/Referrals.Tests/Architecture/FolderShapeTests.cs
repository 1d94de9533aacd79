using Referrals.Tests.Architecture.Reading;

namespace Referrals.Tests.Architecture;

public sealed class FolderShapeTests
{
    private const int MaxColumns = 160;

    [Fact]
    public void Each_namespace_is_its_folder()
    {
        Findings.None(
            from file in SourceTree.Files
            where !IsAssemblyFile(file) && !NamespacesOf(file).Contains(file.Namespace)
            select $"{file.Path} is in namespace '{file.Namespace}' and not in {string.Join(" or ", NamespacesOf(file))}",
            "A namespace follows its top folder, so that readers find a type. What every application and every rule uses is in Referrals.");
    }

    [Fact]
    public void No_folder_bears_the_name_of_a_type_in_it()
    {
        Findings.None(
            from file in SourceTree.Files
            from type in file.Types
            where file.Folder.Split('/').Contains(type)
            select $"{type} in {file.Path} is named like a folder around it",
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

    /// <summary>Folders of the core whose types an application uses by one <c>using Referrals;</c>.</summary>
    private static readonly string[] Front = ["Vocabulary", "Qualification", "Rewards", "Programs", "Decisions", SourceTree.RootFolder];

    private static string[] NamespacesOf(SourceFile file) =>
        file.Package == SourceTree.Core ? [Front.Contains(file.TopFolder) ? SourceTree.Core : $"{SourceTree.Core}.{file.TopFolder}"]
        : file.TopFolder == SourceTree.RootFolder ? [SourceTree.Core, file.Package]
        : [$"{file.Package}.{file.Folder.Replace('/', '.')}"];
}
