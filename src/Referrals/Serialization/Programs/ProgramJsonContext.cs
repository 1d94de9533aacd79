using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Referrals.Serialization.Programs.Documents;

namespace Referrals.Serialization.Programs;

/// <summary>The source-generated JSON of programs.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true)]
[JsonSerializable(typeof(ProgramDocument))]
internal sealed partial class ProgramJsonContext : JsonSerializerContext
{
    /// <summary>The same, with signs such as + and accents as they are: the files are read by people, not put into HTML.</summary>
    internal static ProgramJsonContext Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
