namespace Referrals.Samples.Tests;

/// <summary>A folder that is gone after the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("referrals-samples-");

    public string Path => _folder.FullName;

    public string Database => File("replay.db");

    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>A new folder within with copies of all files of another.</summary>
    public string CopyOf(string folder, string name = "history")
    {
        var copy = _folder.CreateSubdirectory(name);
        foreach (var file in Directory.EnumerateFiles(folder))
        {
            System.IO.File.Copy(file, System.IO.Path.Combine(copy.FullName, System.IO.Path.GetFileName(file)));
        }

        return copy.FullName;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
