using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Referrals.Tests.Architecture.Reading;

/// <summary>The files and the types of <c>src</c>, and which type stands in which file.</summary>
internal static partial class SourceTree
{
    public const string RootFolder = "(root)";
    public const string Core = "Referrals";

    private static readonly Lazy<IReadOnlyList<SourceFile>> LazyFiles = new(() => [.. Packages!.SelectMany(ReadPackage)]);

    private static readonly Lazy<Dictionary<(string Package, string Namespace, string Type), SourceFile>> LazyIndex = new(Index);

    /// <summary>The projects below <c>src</c> that are packages; the analyzers travel in another one.</summary>
    public static IReadOnlyList<string> Packages { get; } =
    [
        .. Directory.GetDirectories(TestTree.PathOf("src"))
            .Where(static folder => File.Exists(Path.Combine(folder, "PACKAGE.md")))
            .Select(Path.GetFileName).Order(StringComparer.Ordinal)!,
    ];

    /// <summary>Every C# file that somebody wrote.</summary>
    public static IReadOnlyList<SourceFile> Files => LazyFiles.Value;

    /// <summary>The files of the core package.</summary>
    public static IEnumerable<SourceFile> CoreFiles => Files.Where(file => file.Package == Core);

    /// <summary>The assemblies of all packages.</summary>
    public static IEnumerable<Assembly> Assemblies => Packages.Select(Load);

    /// <summary>The types of a package that somebody wrote, without nested ones.</summary>
    public static IEnumerable<Type> TypesOf(string package) => Load(package).GetTypes()
        .Where(type => !type.IsNested && IsWritten(type));

    /// <summary>The file in which a type, or the type around it, stands; <c>null</c> for types of others and generated ones.</summary>
    public static SourceFile? FileOf(Type type)
    {
        var outer = Outermost(type);
        return LazyIndex.Value.GetValueOrDefault((outer.Assembly.GetName().Name!, outer.Namespace ?? "", PlainName(outer)));
    }

    public static Type Outermost(Type type)
    {
        while (type.DeclaringType is { } declaring)
        {
            type = declaring;
        }

        return type;
    }

    /// <summary>The name without the number of type parameters.</summary>
    public static string PlainName(Type type) => type.Name.Split('`')[0];

    public static string TopOf(string folder) => folder.Length == 0 ? RootFolder : folder.Split('/')[0];

    private static bool IsWritten(Type type) =>
        !type.Name.Contains('<', StringComparison.Ordinal)
        && type.Namespace?.StartsWith("Referrals", StringComparison.Ordinal) == true
        && !type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false);

    private static Assembly Load(string package)
    {
        try
        {
            return Assembly.Load(package);
        }
        catch (FileNotFoundException)
        {
            throw new InvalidOperationException(
                $"The architecture tests cannot see the package {package}. Add it as a ProjectReference to Referrals.Tests.csproj.");
        }
    }

    private static Dictionary<(string, string, string), SourceFile> Index()
    {
        var index = new Dictionary<(string, string, string), SourceFile>();
        foreach (var file in Files)
        {
            foreach (var type in file.Types)
            {
                _ = index.TryAdd((file.Package, file.Namespace, type), file);
            }
        }

        return index;
    }

    private static IEnumerable<SourceFile> ReadPackage(string package)
    {
        var root = TestTree.PathOf("src", package);
        return Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(root, path).Replace('\\', '/'))
            .Where(path => !path.StartsWith("bin/", StringComparison.Ordinal) && !path.StartsWith("obj/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(path => Read(package, root, path));
    }

    private static SourceFile Read(string package, string root, string path)
    {
        var lines = File.ReadAllLines(Path.Combine(root, path));
        return new SourceFile(
            package,
            Path.GetDirectoryName(path)!.Replace('\\', '/'),
            Path.GetFileName(path),
            lines,
            lines.Select(line => NamespaceLine().Match(line)).FirstOrDefault(match => match.Success)?.Groups[1].Value ?? "",
            [.. Matches(lines, TypeLine())],
            [.. Matches(lines, UsingLine())]);
    }

    private static IEnumerable<string> Matches(IEnumerable<string> lines, Regex pattern) =>
        lines.Select(line => pattern.Match(line)).Where(match => match.Success).Select(match => match.Groups["name"].Value);

    [GeneratedRegex(@"^namespace\s+([\w.]+)\s*;")]
    private static partial Regex NamespaceLine();

    /// <summary>With file-scoped namespaces, a declaration at the first column is a type at the top level.</summary>
    [GeneratedRegex(
        @"^(?:(?:public|internal|file|sealed|static|abstract|readonly|ref|partial|unsafe)\s+)*"
        + @"(?:(?:record\s+struct|record\s+class|record|class|struct|interface|enum)|delegate\s+[\w<>?,.\[\] ]+?)\s+(?<name>\w+)")]
    private static partial Regex TypeLine();

    [GeneratedRegex(@"^(?:global\s+)?using\s+(?:static\s+)?(?:\w+\s*=\s*)?(?<name>[\w.]+)")]
    private static partial Regex UsingLine();
}
