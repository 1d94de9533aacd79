using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace Referrals.Tests.Architecture.PublicSurface;

/// <summary>
/// Writes everything that a host can use of an assembly, in the manner of C# without bodies. What the compiler adds to every
/// record (equality, printing, copying) is left out.
/// </summary>
internal static class ApiPrinter
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    public static string Print(Assembly assembly) => Print(assembly.GetExportedTypes().Where(type => !type.IsNested));

    public static string Print(IEnumerable<Type> types)
    {
        var text = new StringBuilder();
        foreach (var space in types.GroupBy(type => type.Namespace).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"namespace {space.Key}\n{{\n");
            var first = true;
            foreach (var type in space.OrderBy(type => type.Name, StringComparer.Ordinal))
            {
                text.Append(first ? "" : "\n");
                Append(text, type, indent: 1);
                first = false;
            }

            text.Append("}\n");
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, Type type, int indent)
    {
        var margin = new string(' ', indent * 4);
        foreach (var mark in Marks(type))
        {
            text.Append(margin).Append(mark).Append('\n');
        }

        var printer = new MemberPrinter();
        if (typeof(Delegate).IsAssignableFrom(type))
        {
            var invoke = type.GetMethod("Invoke")!;
            text.Append(margin).Append(CultureInfo.InvariantCulture, $"public delegate {printer.Return(invoke)} {TypeNames.Declared(type)}({printer.Parameters(invoke)});\n");
            return;
        }

        text.Append(margin).Append(Header(type)).Append('\n').Append(margin).Append("{\n");
        foreach (var line in Lines(type, printer))
        {
            text.Append(margin).Append("    ").Append(line).Append('\n');
        }

        foreach (var nested in type.GetNestedTypes().Where(nested => !nested.Name.Contains('<', StringComparison.Ordinal)).OrderBy(nested => nested.Name, StringComparer.Ordinal))
        {
            text.Append('\n');
            Append(text, nested, indent + 1);
        }

        text.Append(margin).Append("}\n");
    }

    private static IEnumerable<string> Lines(Type type, MemberPrinter printer)
    {
        if (type.IsEnum)
        {
            return from field in type.GetFields(BindingFlags.Public | BindingFlags.Static)
                   let number = Convert.ToInt64(field.GetRawConstantValue(), CultureInfo.InvariantCulture)
                   orderby number
                   select string.Create(CultureInfo.InvariantCulture, $"{field.Name} = {number},");
        }

        return from member in type.GetMembers(Declared)
               let line = printer.Print(member)
               where line is not null
               orderby Rank(member), member.Name, line
               from printed in Marks(member).Append(line)
               select printed;
    }

    private static int Rank(MemberInfo member) => member switch
    {
        FieldInfo => 0,
        ConstructorInfo => 1,
        PropertyInfo => 2,
        EventInfo => 3,
        _ => 4,
    };

    private static string Header(Type type)
    {
        var parents = new List<string>();
        if (type is { IsClass: true, BaseType: { } parent } && parent != typeof(object))
        {
            parents.Add(TypeNames.Of(parent));
        }

        if (!type.IsEnum)
        {
            var inherited = type.BaseType?.GetInterfaces() ?? [];
            parents.AddRange(type.GetInterfaces()
                .Where(one => one.IsVisible && !inherited.Contains(one) && !IsOwnEquality(type, one))
                .Select(TypeNames.Of).Order(StringComparer.Ordinal));
        }

        var heirs = parents.Count > 0 ? " : " + string.Join(", ", parents) : "";
        return $"public {Kind(type)} {TypeNames.Declared(type)}{heirs}{TypeNames.Constraints(type)}";
    }

    private static string Kind(Type type)
    {
        if (type.IsEnum || type.IsInterface)
        {
            return type.IsEnum ? "enum" : "interface";
        }

        var record = IsRecord(type) ? "record " : "";
        if (type.IsValueType)
        {
            return $"{(type.IsDefined(typeof(IsReadOnlyAttribute)) ? "readonly " : "")}{record}struct";
        }

        var kind = record.Length > 0 ? "record" : "class";
        return type switch
        {
            { IsAbstract: true, IsSealed: true } => $"static {kind}",
            { IsAbstract: true } => $"abstract {kind}",
            { IsSealed: true } => $"sealed {kind}",
            _ => kind,
        };
    }

    private static bool IsRecord(Type type) =>
        type.GetMethod("<Clone>$") is not null
        || (type.IsValueType && type.GetMethod("PrintMembers", Declared)?.IsDefined(typeof(CompilerGeneratedAttribute)) == true);

    private static bool IsOwnEquality(Type type, Type one) =>
        IsRecord(type) && one.IsGenericType && one.GetGenericTypeDefinition() == typeof(IEquatable<>);

    private static IEnumerable<string> Marks(MemberInfo member)
    {
        if (member.GetCustomAttribute<ExperimentalAttribute>() is { } experimental)
        {
            yield return $"[Experimental(\"{experimental.DiagnosticId}\")]";
        }

        if (member.GetCustomAttribute<ObsoleteAttribute>() is { } obsolete
            && !member.GetCustomAttributesData().Any(data => data.AttributeType.Name == "CompilerFeatureRequiredAttribute"))
        {
            yield return $"[Obsolete(\"{obsolete.Message}\")]";
        }

        if (member is Type && member.IsDefined(typeof(FlagsAttribute)))
        {
            yield return "[Flags]";
        }
    }
}
