namespace Referrals.Tests.Architecture.Reading;

/// <summary>A source file of <c>src</c>, with the few things that the architecture tests read from its text.</summary>
/// <param name="Package">The project, such as <c>Referrals</c>.</param>
/// <param name="Folder">The folder below the project with slashes, such as <c>Vocabulary/Ids</c>; empty at the root.</param>
/// <param name="FileName">The name with its ending.</param>
/// <param name="Lines">The text.</param>
/// <param name="Namespace">The file-scoped namespace; empty if there is none.</param>
/// <param name="Types">The names of the types that stand at the top level of the file.</param>
/// <param name="Imports">The namespaces of its using directives.</param>
internal sealed record SourceFile(
    string Package,
    string Folder,
    string FileName,
    IReadOnlyList<string> Lines,
    string Namespace,
    IReadOnlyList<string> Types,
    IReadOnlyList<string> Imports)
{
    /// <summary>The path from the root of the repository.</summary>
    public string Path => string.Join('/', new[] { "src", Package, Folder, FileName }.Where(part => part.Length > 0));

    /// <summary>The type that the file should hold: its name up to the first dot.</summary>
    public string Title => FileName.Split('.')[0];

    /// <summary>The first folder below the project, or <c>(root)</c>.</summary>
    public string TopFolder => SourceTree.TopOf(Folder);
}
