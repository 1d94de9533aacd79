using Referrals.Tests.Architecture.Reading;

namespace Referrals.Tests.Architecture;

public sealed class FolderOrderTests
{
    private static readonly Lazy<IReadOnlyList<FolderUse>> LazyUses = new(() => [.. ReadUses().Distinct()]);

    [Fact]
    public void Every_folder_of_the_core_has_its_place_in_the_order()
    {
        var unknown = SourceTree.CoreFiles.Select(file => file.TopFolder).Distinct().Where(folder => FolderOrder.PlaceOf(folder) < 0);

        Findings.None(
            unknown.Select(folder => $"src/Referrals/{folder} has no place in FolderOrder.Table"),
            "Add the folder to the table below everything that it uses, and say whether it is pure.");
    }

    [Fact]
    public void No_folder_uses_one_that_comes_after_it()
    {
        Findings.None(
            from use in LazyUses.Value
            let objection = FolderOrder.Objection(use.From.TopFolder, use.To)
            where objection is not null
            select $"{use.From.Path} uses {use.What}, but {objection}",
            "Data flows one way. Pass the value in as a parameter, or move the type to the earlier folder.");
    }

    /// <summary>Between folders that stand beside each other, at any depth, with everything below each of them.</summary>
    [Fact]
    public void No_circle_joins_folders_that_stand_side_by_side()
    {
        var arrows = new Dictionary<string, SortedSet<string>>(StringComparer.Ordinal);
        foreach (var (from, to) in LazyUses.Value.SelectMany(use => Siblings(use.From.Folder, use.ToFolder)))
        {
            if (!arrows.TryGetValue(from, out var targets))
            {
                arrows[from] = targets = new SortedSet<string>(StringComparer.Ordinal);
            }

            _ = targets.Add(to);
        }

        Findings.None(
            arrows.Keys.Order(StringComparer.Ordinal).Select(start => Circle(start, arrows)).OfType<string>(),
            "Move what both need into a folder of its own that stands before them.");
    }

    [Theory]
    [InlineData("Codes", "Vocabulary", null)]
    [InlineData("Codes", "Sharing", "Sharing comes after Codes")]
    [InlineData("Storage", "Codes", "Storage may use only Vocabulary")]
    [InlineData("Pipeline", "Storage", null)]
    [InlineData("Pipeline", SourceTree.RootFolder, "(root) comes after Pipeline")]
    public void Order_is_read_from_the_table(string from, string to, string? objection) =>
        Assert.Equal(objection, FolderOrder.Objection(from, to));

    /// <summary>Proof that the reader sees: these uses exist, each in another place of a type.</summary>
    [Fact]
    public void Uses_in_signatures_bodies_and_attributes_are_seen()
    {
        var used = TypeUses.TypesUsedBy(typeof(Amount));

        Assert.Contains(typeof(Unit), used);
        Assert.Contains(typeof(RoundingMode), used);
        Assert.Contains(used, type => type.Name == "AmountJsonConverter");
        Assert.Contains(typeof(FormatException), used);
        Assert.DoesNotContain(typeof(Partition), used);
    }

    private static IEnumerable<FolderUse> ReadUses()
    {
        foreach (var type in SourceTree.TypesOf(SourceTree.Core))
        {
            if (SourceTree.FileOf(type) is not { } from)
            {
                continue;
            }

            foreach (var used in TypeUses.TypesUsedBy(type))
            {
                if (used.Assembly == type.Assembly && SourceTree.FileOf(used) is { } to && to.Folder != from.Folder)
                {
                    yield return new FolderUse(from, to.Folder, $"{SourceTree.PlainName(SourceTree.Outermost(used))} of {(to.Folder.Length == 0 ? SourceTree.RootFolder : to.Folder)}");
                }
            }
        }

        foreach (var file in SourceTree.CoreFiles)
        {
            foreach (var import in file.Imports.Where(import => import.StartsWith("Referrals.", StringComparison.Ordinal)))
            {
                var folder = import["Referrals.".Length..].Replace('.', '/');
                if (folder != file.Folder)
                {
                    yield return new FolderUse(file, folder, $"namespace {import}");
                }
            }
        }
    }

    private static IEnumerable<(string From, string To)> Siblings(string from, string to)
    {
        var (left, right) = (from.Split('/'), to.Split('/'));
        var depth = 0;
        while (depth < left.Length && depth < right.Length && left[depth] == right[depth])
        {
            depth++;
        }

        if (depth < left.Length && depth < right.Length)
        {
            yield return (string.Join('/', left[..(depth + 1)]), string.Join('/', right[..(depth + 1)]));
        }
    }

    private static string? Circle(string start, Dictionary<string, SortedSet<string>> arrows)
    {
        var path = new List<string> { start };
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return Search(start) ? string.Join(" -> ", path.Select(folder => folder.Length == 0 ? SourceTree.RootFolder : folder)) : null;

        bool Search(string folder)
        {
            foreach (var next in arrows.GetValueOrDefault(folder) ?? [])
            {
                path.Add(next);
                if (next == start || (seen.Add(next) && Search(next)))
                {
                    return true;
                }

                path.RemoveAt(path.Count - 1);
            }

            return false;
        }
    }

    private sealed record FolderUse(SourceFile From, string ToFolder, string What)
    {
        public string To => SourceTree.TopOf(ToFolder);
    }
}
