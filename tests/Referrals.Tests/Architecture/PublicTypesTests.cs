using System.Reflection;
using System.Runtime.CompilerServices;
using Referrals.Tests.Architecture.Reading;

namespace Referrals.Tests.Architecture;

public sealed class PublicTypesTests
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    /// <summary>Types that belong to the framework's clock and calendar; the library speaks NodaTime.</summary>
    private static readonly Type[] FrameworkTimes =
        [typeof(DateTime), typeof(DateTimeOffset), typeof(DateOnly), typeof(TimeOnly), typeof(TimeSpan)];

    /// <summary>Collections that the receiver could change.</summary>
    private static readonly Type[] MutableCollections =
        [typeof(List<>), typeof(Dictionary<,>), typeof(HashSet<>), typeof(IList<>), typeof(ICollection<>), typeof(IDictionary<,>), typeof(ISet<>)];

    [Fact]
    public void Public_classes_are_sealed_static_or_closed_to_others()
    {
        Findings.None(
            from type in PublicTypes()
            where type.IsClass && !type.IsSealed && !IsClosedFamily(type)
            select $"{type.FullName} can be derived from",
            "Seal the class, or give an abstract one a private protected constructor.");
    }

    [Fact]
    public void Nothing_public_in_the_stages_can_be_set()
    {
        Findings.None(
            from type in PublicTypes()
            where IsPure(type)
            from property in type.GetProperties(Declared)
            where property.SetMethod is { IsPublic: true } setter && !IsInit(setter)
            select $"{type.FullName}.{property.Name} has a public setter",
            "Values do not change. Use init, or a method that gives a changed copy.");
    }

    [Fact]
    public void Nothing_public_has_a_field_that_can_change()
    {
        Findings.None(
            from type in PublicTypes()
            where !type.IsEnum
            from field in type.GetFields(Declared)
            where !field.IsInitOnly && !field.IsLiteral
            select $"{type.FullName}.{field.Name} is a public field that can change",
            "Make it a property or readonly.");
    }

    [Fact]
    public void Collections_come_out_as_ones_that_cannot_be_changed()
    {
        Findings.None(
            from type in PublicTypes()
            where IsPure(type)
            from property in type.GetProperties(Declared)
            where property.PropertyType.IsArray
                || (property.PropertyType.IsGenericType && MutableCollections.Contains(property.PropertyType.GetGenericTypeDefinition()))
            select $"{type.FullName}.{property.Name} is a {property.PropertyType.Name}",
            "Give out IReadOnlyList, IReadOnlyDictionary or ImmutableArray, over a copy.");
    }

    [Fact]
    public void Public_types_speak_noda_time_only()
    {
        Findings.None(
            from type in PublicTypes()
            where !type.Name.EndsWith("Options", StringComparison.Ordinal)
            from member in type.GetMembers(Declared)
            from signature in SignatureOf(member)
            from part in Parts(signature)
            where FrameworkTimes.Contains(part)
            select $"{type.FullName}.{member.Name} uses {part.Name}",
            "Use Instant, Duration, LocalDate or DateTimeZone. Only options that a host binds from text may hold a TimeSpan.");
    }

    [Fact]
    public void Async_methods_end_in_async_and_take_a_cancellation_token_last()
    {
        Findings.None(
            from type in PublicTypes()
            from method in type.GetMethods(Declared)
            where IsAwaitable(method.ReturnType) && method.Name != nameof(IAsyncDisposable.DisposeAsync)
            let parameters = method.GetParameters()
            where !method.Name.EndsWith("Async", StringComparison.Ordinal)
                || parameters is []
                || parameters[^1].ParameterType != typeof(CancellationToken)
                || parameters[^1].Name != "cancellationToken"
            select $"{type.FullName}.{method.Name}",
            "A method that is awaited ends in Async, and its last parameter is CancellationToken cancellationToken.");
    }

    private static IEnumerable<Type> PublicTypes() => SourceTree.Assemblies.SelectMany(assembly => assembly.GetExportedTypes());

    private static bool IsPure(Type type) =>
        SourceTree.FileOf(type) is { Package: SourceTree.Core } file && FolderOrder.PureFolders.Any(rule => rule.Name == file.TopFolder);

    private static bool IsInit(MethodInfo setter) =>
        setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));

    private static bool IsClosedFamily(Type type) =>
        type.IsAbstract && type.GetConstructors(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance)
            .All(constructor => constructor.IsPrivate || constructor.IsAssembly || constructor.IsFamilyAndAssembly || IsCopy(constructor));

    /// <summary>The copy constructor that the compiler gives a record; it is of no use to somebody who cannot make a first one.</summary>
    private static bool IsCopy(ConstructorInfo constructor) =>
        constructor.GetParameters() is [var only] && only.ParameterType == constructor.DeclaringType;

    private static bool IsAwaitable(Type type) =>
        (type.FullName ?? type.Name).Split('`')[0] is "System.Threading.Tasks.Task" or "System.Threading.Tasks.ValueTask"
            or "System.Collections.Generic.IAsyncEnumerable";

    private static IEnumerable<Type> SignatureOf(MemberInfo member) => member switch
    {
        MethodInfo method => method.GetParameters().Select(parameter => parameter.ParameterType).Append(method.ReturnType),
        ConstructorInfo constructor => constructor.GetParameters().Select(parameter => parameter.ParameterType),
        PropertyInfo property => [property.PropertyType],
        FieldInfo field => [field.FieldType],
        _ => [],
    };

    private static IEnumerable<Type> Parts(Type type) =>
        (type.HasElementType ? [type.GetElementType()!] : type.GetGenericArguments()).SelectMany(Parts).Prepend(type);
}
